import { printTaint } from '../kubernetes/taint.ts'
import { printToleration } from '../kubernetes/toleration.ts'
import type { MatrixQuestion } from '../quiz/question.ts'
import { Icon } from './Icon.tsx'
import { Key } from './Key.tsx'
import { Lock } from './Lock.tsx'
import { QuestionFields } from './QuestionFields.tsx'
import { Reasons } from './QuestionReasons.tsx'
import { type Drawn, gradeOf, markOf } from './question-drawn.ts'

/** A table of boxes to tick, taints in rows against tolerations in columns; once graded each cell says why. */
export function QuestionMatrix({ t, question, view, askId, given }: Drawn<MatrixQuestion>) {
  const { taints, tolerations } = question
  return (
    <>
      <table class="matrix ticks" role="table" aria-labelledby={askId}>
        <thead role="rowgroup">
          <tr role="row">
            <th scope="col" role="columnheader">
              <span class="soft">{t('quiz.locks.lock')}</span>
            </th>
            {tolerations.map((toleration, column) => (
              <th key={column} scope="col" role="columnheader">
                <Key toleration={toleration} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {taints.map((taint, row) => (
            <tr key={printTaint(taint)} role="row">
              <th scope="row" role="rowheader">
                <Lock taint={taint} />
              </th>
              {tolerations.map((toleration, column) => {
                const item = view.items[row * tolerations.length + column]?.item ?? ''
                const graded = gradeOf(view, item)
                const match = view.locks?.matches[row]?.[column]
                const printed = printToleration(toleration)
                return (
                  <td key={item} role="cell">
                    <label class="opt" data-ok={graded && markOf(view, graded.right)}>
                      <input
                        type="checkbox"
                        name={item}
                        value="yes"
                        checked={given && given[item] === 'yes'}
                        disabled={!!graded}
                      />
                      <span class="vh">{t('quiz.matrix.tick', { taint: printTaint(taint), toleration: printed })}</span>
                      <span class="cell-head" aria-hidden="true">
                        <Key toleration={toleration} />
                      </span>
                      {graded && match && (
                        <span class="why">
                          {view.answer.phase === 'checked' && (
                            <span class="state" data-s={graded.right ? 'done' : 'bad'}>
                              <Icon name={graded.right ? 'check' : 'cross'} />
                              {t(graded.given === 'yes' ? 'quiz.matrix.youYes' : 'quiz.matrix.youNo')}
                            </span>
                          )}
                          <QuestionFields t={t} lock={{ taint }} fob={{ toleration }} match={match} narrow />
                        </span>
                      )}
                    </label>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {view.answer.phase === 'checked' && <WrongCells t={t} question={question} view={view} />}
    </>
  )
}

/** Of the pairs that were taken for what they are not, what they are, in sentences. */
function WrongCells({
  t,
  question: { taints, tolerations },
  view,
}: Pick<Drawn<MatrixQuestion>, 't' | 'question' | 'view'>) {
  const wrong = (view.grade?.items ?? []).flatMap((graded, index) => {
    const taint = taints[Math.floor(index / tolerations.length)]
    const toleration = tolerations[index % tolerations.length]
    return graded.right || !taint || !toleration ? [] : [{ graded, taint, toleration }]
  })
  return (
    <ul role="list" class="opts">
      {wrong.map(({ graded, taint, toleration }) => (
        <li key={graded.item} class="opt whole" data-ok="no">
          <span class="row">
            <Lock taint={taint} /> <Key toleration={toleration} />
          </span>
          <span class="small">
            <Reasons
              t={t}
              reasons={graded.why}
              lead={t(graded.answer === 'yes' ? 'quiz.matrix.yes' : 'quiz.matrix.no')}
            />
          </span>
        </li>
      ))}
    </ul>
  )
}
