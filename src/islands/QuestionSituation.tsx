import type { IslandTranslate } from '../i18n/client.ts'
import type { Node } from '../kubernetes/node.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { printTaint } from '../kubernetes/taint.ts'
import type { Question } from '../quiz/question.ts'
import { Key } from './Key.tsx'
import { Lock } from './Lock.tsx'
import { Rich } from './Rich.tsx'

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
          <p class="small soft">{t('quiz.fate.run')}</p>
          <p>
            <code class="command">{command}</code>
          </p>
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
      {labels.map(key => (
        <code key={key} class="small soft">
          {key}={node.metadata.labels?.[key] ?? ''}
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

function Selector({ t, pod }: { t: IslandTranslate; pod: Pod }) {
  const labels = Object.entries(pod.spec.nodeSelector ?? {})
  if (labels.length === 0) return null
  return (
    <div>
      <p class="small soft">
        <Rich text={t('quiz.selector')} />
      </p>
      <p class="row">
        {labels.map(([key, value]) => (
          <code key={key}>
            {key}={value}
          </code>
        ))}
      </p>
    </div>
  )
}

function named(nodes: readonly Node[], names: readonly string[]): readonly Node[] {
  return nodes.filter(({ metadata: { name = '' } }) => names.includes(name))
}
