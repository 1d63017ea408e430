import { printTaint } from '../kubernetes/taint.ts'
import type { Toleration } from '../kubernetes/toleration.ts'
import type { Remedy } from '../scheduling/what-if.ts'
import type { LabDecision } from './lab-verdict.ts'
import { shellWord } from './shell-word.ts'

/** The line that makes a change of `whatIf` in a terminal. A toleration can only be added to a pod, never taken away. */
export function lineFor(remedy: Remedy, { pod, tolerations }: LabDecision, node: string): string {
  switch (remedy.change) {
    case 'tolerate': {
      // `/-` is the end of a list, which has to be there.
      const operation =
        tolerations.length > 0
          ? { op: 'add', path: '/spec/tolerations/-', value: remedy.toleration }
          : { op: 'add', path: '/spec/tolerations', value: [remedy.toleration] }
      const patch = shellWord(JSON.stringify([operation]))
      return `kubectl patch pod ${pod.name} -n ${pod.namespace} --type=json -p ${patch}`
    }
    case 'untaint':
      return `kubectl taint nodes ${node} ${shellWord(printTaint(remedy.taint))}-`
    case 'untaint-key':
      return `kubectl taint nodes ${node} ${shellWord(`${remedy.key}-`)}`
    case 'uncordon':
      return `kubectl uncordon ${node}`
    case 'label': {
      const overwrite = remedy.found === undefined ? '' : ' --overwrite'
      return `kubectl label nodes ${node} ${shellWord(`${remedy.key}=${remedy.value}`)}${overwrite}`
    }
    case 'unlabel':
      return `kubectl label nodes ${node} ${shellWord(`${remedy.key}-`)}`
  }
}

/** A toleration as it stands in a manifest. */
export function yamlFor({ key, operator, value, effect }: Toleration): string {
  const fields = [
    key !== undefined && `key: ${key}`,
    operator !== undefined && `operator: ${operator}`,
    value !== undefined && `value: ${JSON.stringify(value)}`,
    effect !== undefined && `effect: ${effect}`,
  ].filter(field => field !== false)
  return `tolerations:\n${fields.map((field, index) => `${index === 0 ? '- ' : '  '}${field}`).join('\n')}`
}

/** Whether a change takes away a taint that the cluster itself sets, and sets again. (nodelifecycle, `taintKeyToNodeConditionMap`) */
export function ownsTaint(remedy: Remedy): boolean {
  const key = remedy.change === 'untaint' ? remedy.taint.key : remedy.change === 'untaint-key' ? remedy.key : ''
  return key.startsWith('node.kubernetes.io/') && key !== 'node.kubernetes.io/out-of-service'
}
