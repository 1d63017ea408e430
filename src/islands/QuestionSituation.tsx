import type { IslandTranslate } from '../i18n/client.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { printTaint } from '../kubernetes/taint.ts'
import type { Question } from '../quiz/question.ts'
import { Key } from './Key.tsx'
import { Lock } from './Lock.tsx'
import { Rich } from './Rich.tsx'
import { printRequirement } from './requirement.ts'

/** What is given, above what is asked. */
export function QuestionSituation({ t, question }: { t: IslandTranslate; question: Question }) {
  switch (question.kind) {
    case 'nodes':
      return (
        <div class="sit stack">
          <PodKeys t={t} pod={question.pod} />
          <Selector t={t} pod={question.pod} />
        </div>
      )
    case 'match':
      return (
        <div class="sit pairing">
          <div>
            <p class="small soft">{t('quiz.toleration')}</p>
            <p>
              <Key toleration={question.toleration} />
            </p>
          </div>
          <div>
            <p class="small soft">{t('quiz.taint')}</p>
            <p>
              <Lock taint={question.taint} />
            </p>
          </div>
        </div>
      )
    case 'fate': {
      const command = ['kubectl taint nodes', question.node.metadata.name, ...question.added.map(printTaint)].join(' ')
      return (
        <div class="sit stack">
          {question.node.spec?.taints?.length && <Doors label={t('quiz.fate.node')} t={t} nodes={[question.node]} />}
          <div>
            <p class="small soft">{t('quiz.fate.run')}</p>
            <p>
              <code>{command}</code>
            </p>
          </div>
        </div>
      )
    }
    case 'write':
      return (
        <div class="sit stack">
          <Doors label={t('quiz.write.enter')} t={t} nodes={named(question.nodes, question.enter)} />
          <Doors label={t('quiz.write.stayOut')} t={t} nodes={named(question.nodes, question.stayOut)} />
          <Doors
            label={t('quiz.write.beside')}
            t={t}
            nodes={question.nodes.filter(({ metadata: { name = '' } }) => {
              return !question.enter.includes(name) && !question.stayOut.includes(name)
            })}
          />
        </div>
      )
    case 'matrix':
      return null
  }
}

/** A node's name with its locks, as far as the API server tells. */
export function NodeDoor({ t, node, labels = [] }: { t: IslandTranslate; node: Node; labels?: readonly string[] }) {
  const taints = node.spec?.taints ?? []
  return (
    <span class="row">
      <b>
        <code class="nb">{node.metadata.name}</code>
      </b>
      {taints.map(taint => (
        <Lock key={printTaint(taint)} taint={taint} />
      ))}
      {taints.length === 0 && <span class="soft small">{t('quiz.noTaints')}</span>}
      {node.spec?.unschedulable && <code class="small">SchedulingDisabled</code>}
      {labels
        .filter(key => node.metadata.labels?.[key] !== undefined)
        .map(key => (
          <code key={key} class="small soft">
            {key}={node.metadata.labels?.[key]}
          </code>
        ))}
    </span>
  )
}

function Doors({ label, t, nodes }: { label: string; t: IslandTranslate; nodes: readonly Node[] }) {
  if (nodes.length === 0) return null
  return (
    <div>
      <p class="small soft">{label}</p>
      <ul role="list" class="doors">
        {nodes.map(node => (
          <li key={node.metadata.name}>
            <NodeDoor t={t} node={node} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function PodKeys({ t, pod }: { t: IslandTranslate; pod: Pod }) {
  const { name = '' } = pod.metadata
  const tolerations = pod.spec.tolerations ?? []
  return (
    <div>
      <p class="small soft">
        <Rich text={t(tolerations.length > 0 ? 'quiz.keys' : 'quiz.noKeys', { pod: name })} />
      </p>
      {tolerations.length > 0 && (
        <p class="row">
          {tolerations.map((toleration, index) => (
            <Key key={index} toleration={toleration} />
          ))}
        </p>
      )}
    </div>
  )
}

/** What the pod asks of a node's labels, by its node selector and its required node affinity. */
function Selector({ t, pod }: { t: IslandTranslate; pod: Pod }) {
  const { nodeSelector = {}, affinity } = pod.spec
  const labels = Object.entries(nodeSelector).map(([key, value]) => `${key}=${value}`)
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  const terms = required?.nodeSelectorTerms.map(({ matchExpressions = [] }) =>
    matchExpressions.map(printRequirement).join(', '),
  )
  return (
    <>
      {labels.length > 0 && <Asked label={t('quiz.selector')} asked={labels} />}
      {terms && <Asked label={t('quiz.affinity')} asked={terms} />}
    </>
  )
}

function Asked({ label, asked }: { label: string; asked: readonly string[] }) {
  return (
    <div>
      <p class="small soft">
        <Rich text={label} />
      </p>
      <p class="row">
        {asked.map(each => (
          <code key={each}>{each}</code>
        ))}
      </p>
    </div>
  )
}

/** The labels by which a pod selects its nodes. */
export function selectedLabels({ spec: { nodeSelector = {}, affinity } }: Pod): readonly string[] {
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const required = terms.flatMap(({ matchExpressions = [] }) => matchExpressions.map(({ key }) => key))
  return [...new Set([...Object.keys(nodeSelector), ...required])]
}

function named(nodes: readonly Node[], names: readonly string[]): readonly Node[] {
  return nodes.filter(({ metadata: { name = '' } }) => names.includes(name))
}
