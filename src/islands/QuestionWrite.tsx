import { useLayoutEffect, useRef } from 'preact/hooks'
import type { WriteQuestion } from '../quiz/question.ts'
import { loadReader, YAML_FIELD } from '../stores/question.ts'
import { Icon } from './Icon.tsx'
import { Reasons } from './QuestionReasons.tsx'
import { NodeDoor } from './QuestionSituation.tsx'
import { type Drawn, gradeOf, markOf, saidOf } from './question-drawn.ts'
import { Rich } from './Rich.tsx'

const LEAST_LINES = 6

/** The pod's manifest and, below it, the text in which its tolerations are written; once graded, what they do. */
export function QuestionWrite({
  t,
  question,
  view,
  askId,
  given,
  manifest,
}: Drawn<WriteQuestion> & { manifest: string }) {
  const field = useRef<HTMLTextAreaElement>(null)
  const fieldId = `${askId}-yaml`
  const saidId = saidOf(question)
  const text = given?.[YAML_FIELD] ?? ''
  const issues = view.trouble && 'issues' in view.trouble ? view.trouble.issues : []
  const faulty = issues.map(({ line }) => line)
  const lines = Math.max(LEAST_LINES, text.split('\n').length)

  useLayoutEffect(() => {
    // Without it, *check* tries again and says so.
    loadReader().catch(() => undefined)
  }, [])

  useLayoutEffect(() => {
    const [first] = issues
    if (!first) return
    const at = offsetOf(text, first.line, first.column)
    field.current?.setSelectionRange(at, at)
  }, [view.trouble])

  return (
    <>
      <div class="writing">
        <p class="small soft">{t('quiz.write.manifest')}</p>
        <pre class="code wrapped">
          <code>{manifest}</code>
        </pre>
        <label for={fieldId} class="small soft row spread">
          <span>
            <Rich text={t('quiz.write.field')} />
          </span>
          <span>{t('quiz.write.fieldHint')}</span>
        </label>
        <div class="editor">
          <div class="gutter" aria-hidden="true">
            {Array.from({ length: lines }, (_, index) => (
              <span key={index} data-bad={faulty.includes(index + 1) ? '' : undefined}>
                {index + 1}
              </span>
            ))}
          </div>
          <textarea
            ref={field}
            id={fieldId}
            name={YAML_FIELD}
            rows={lines}
            value={given && text}
            readOnly={!!view.grade}
            wrap="off"
            spellcheck={false}
            autocapitalize="off"
            autocomplete="off"
            aria-invalid={issues.length > 0}
            aria-describedby={issues.length > 0 ? saidId : undefined}
          />
        </div>
      </div>
      {view.grade && (
        <ul role="list" class="opts">
          {view.grade.items.map(({ item, given: gave, why }) => {
            const node = question.nodes.find(({ metadata }) => metadata.name === item)
            const graded = gradeOf(view, item)
            return (
              node &&
              graded && (
                <li key={item} class="opt whole" data-ok={markOf(view, graded.right)}>
                  <span class="row spread">
                    <NodeDoor t={t} node={node} />
                    <span class="state" data-s={graded.right ? 'done' : 'bad'}>
                      <Icon name={graded.right ? 'check' : 'cross'} />
                      {t(gave === 'in' ? 'quiz.write.canEnter' : 'quiz.write.cannotEnter')}
                    </span>
                  </span>
                  <span class="why small">
                    <Reasons t={t} reasons={why} />
                  </span>
                </li>
              )
            )
          })}
        </ul>
      )}
      {view.solution && (
        <div class="writing">
          <p class="small soft">{t('quiz.write.solution')}</p>
          <pre class="code wrapped">
            <code>{view.solution}</code>
          </pre>
        </div>
      )}
    </>
  )
}

/** How many characters stand before a place; line and column count from 1. */
function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.join('\n').length + Math.min(line - 1, 1) + column - 1
}
