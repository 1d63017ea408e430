import type { NodesQuestion } from '../quiz/question.ts'
import { Icon } from './Icon.tsx'
import { Reasons } from './QuestionReasons.tsx'
import { NodeDoor, selectedLabels } from './QuestionSituation.tsx'
import { type Drawn, gradeOf, markOf } from './question-drawn.ts'

/** The nodes to choose from, each with its locks, and once graded with why it is admitted or not. */
export function QuestionNodes({ t, question, view, askId, given }: Drawn<NodesQuestion>) {
  const selected = selectedLabels(question.pod)
  return (
    <fieldset class="opts" aria-labelledby={askId}>
      {question.nodes.map(node => {
        const { name = '' } = node.metadata
        const item = gradeOf(view, name)
        return (
          <label key={name} class="opt" data-ok={item && markOf(view, item.right)}>
            <input type="checkbox" name={name} value="in" checked={given && given[name] === 'in'} disabled={!!item} />
            <span class="row spread">
              <NodeDoor t={t} node={node} labels={selected} />
              {item && view.answer.phase === 'checked' && (
                <span class="state" data-s={item.right ? 'done' : 'bad'}>
                  <Icon name={item.right ? 'check' : 'cross'} />
                  {t(item.given === 'in' ? 'quiz.nodes.youIn' : 'quiz.nodes.youOut')}
                </span>
              )}
            </span>
            {item && (
              <span class="why small">
                <Reasons
                  t={t}
                  reasons={item.why}
                  lead={t(item.answer === 'in' ? 'quiz.nodes.isIn' : 'quiz.nodes.isOut')}
                />
              </span>
            )}
          </label>
        )
      })}
    </fieldset>
  )
}
