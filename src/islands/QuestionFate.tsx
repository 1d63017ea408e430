import type { Pod } from '../kubernetes/pod.ts'
import type { FateQuestion } from '../quiz/question.ts'
import { Icon } from './Icon.tsx'
import { Key } from './Key.tsx'
import { QuestionOption } from './QuestionOption.tsx'
import type { Drawn } from './question-drawn.ts'
import { sayFate } from './question-words.ts'

/** The pods of the node, each with its keys and the fates to choose from. */
export function QuestionFate({ question, askId, ...drawn }: Drawn<FateQuestion>) {
  const { t, view } = drawn
  return (
    <fieldset class="fates" aria-labelledby={askId}>
      {question.pods.map((pod, index) => {
        const { name = '' } = pod.metadata
        const labelId = `${askId}-${index}`
        return (
          <div key={name} class="fate" role="radiogroup" aria-labelledby={labelId}>
            <p class="row">
              <span class="pod" id={labelId}>
                <Icon name="pod" />
                <code class="nb">{name}</code>
              </span>
              <OwnKeys t={t} pod={pod} />
            </p>
            <div class={view.grade ? 'opts' : 'opts inline'}>
              {view.items
                .find(({ item }) => item === name)
                ?.options.map(fate => (
                  <QuestionOption
                    key={fate}
                    {...drawn}
                    item={name}
                    option={fate}
                    words={sayFate(t, fate)}
                    isAnswer={t('quiz.fate.isAnswer')}
                    isYours={t('quiz.fate.isYours')}
                  />
                ))}
            </div>
          </div>
        )
      })}
    </fieldset>
  )
}

/** The tolerations that the pod's manifest has; of a DaemonSet's, that its controller adds some is said beside. */
function OwnKeys({ t, pod }: Pick<Drawn<unknown>, 't'> & { pod: Pod }) {
  const tolerations = pod.spec.tolerations ?? []
  const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller)?.kind
  return (
    <>
      {tolerations.map((toleration, index) => (
        <Key key={index} toleration={toleration} />
      ))}
      {tolerations.length === 0 && <span class="soft small">{t('quiz.fate.noKeys')}</span>}
      {owner && (
        <span class="soft small">{t(owner === 'DaemonSet' ? 'quiz.fate.daemon' : 'quiz.fate.owner', { owner })}</span>
      )}
    </>
  )
}
