import { list } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Pod } from '../kubernetes/pod.ts'
import { labelSelectorMatches } from '../kubernetes/selector.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { select } from './selection.ts'

const LOGS_USAGE =
  "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command"

/** `kubectl logs`: it finds the container; there is nothing to show, and that is said. (kubectl `pkg/cmd/logs`) */
export const logs: Verb = {
  name: 'logs',
  flags: [
    { name: 'all-containers', type: 'bool' },
    { name: 'container', short: 'c', type: 'string' },
    { name: 'follow', short: 'f', type: 'bool' },
    { name: 'previous', short: 'p', type: 'bool' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'since', type: 'string' },
    { name: 'tail', type: 'int' },
    { name: 'timestamps', type: 'bool' },
  ],
  run(call) {
    const { args, flags, stderr } = call
    const [, inline] = args
    if (args.length > 2 || (args.length === 0 && !flags.has('selector'))) throw usageFailure('logs', LOGS_USAGE)
    if (args.length === 1 && flags.has('selector'))
      throw usageFailure('logs', 'only a selector (-l) or a POD name is allowed')
    const wanted = inline ?? flags.text('container')
    const pods = podsToRead(call)
    if (flags.isOn('all-containers') && wanted)
      throw failure(`--all-containers=true should not be specified with container name ${wanted}`)
    if (inline !== undefined && flags.has('container'))
      throw failure('only one of -c or an inline [CONTAINER] arg is allowed')
    if (pods.length === 0) {
      stderr(`No resources found in ${call.namespace} namespace.\n`)
      return
    }
    if (!flags.isOn('all-containers')) for (const pod of pods) findContainer(call, pod, wanted)
    stderr('Containers here run no program: they write nothing.\n')
  },
}

function findContainer({ stderr }: Call, { metadata, spec }: Pod, wanted: string): void {
  const own = spec.containers.map(one => one.name)
  const first = (spec.initContainers ?? []).map(one => one.name)
  const all = [...own, ...first.map(name => `${name} (init)`)].join(', ')
  if (!wanted && own.length + first.length > 1) stderr(`Defaulted container "${own[0]}" out of: ${all}\n`)
  if (wanted && ![...own, ...first].includes(wanted))
    throw failure(`container ${wanted} is not valid for pod ${metadata.name} out of: ${all}`)
}

/** The pod that is named, the first of those that what is named selects, or all that `-l` selects. */
function podsToRead(call: Call): readonly Pod[] {
  const [target] = call.args
  if (target === undefined)
    return select({ ...call, args: ['pods'] }).flatMap(one => one.objects.map(object => object as Pod & KubeObject))
  const [found] = select({ ...call, args: [target.includes('/') ? target : `pods/${target}`] })
  const missing = found?.missing[0]
  if (missing !== undefined) throw failure(`${missing.replace(/^E/, 'error: e')} in namespace "${call.namespace}"`)
  const object = found?.objects[0]
  if (!object || object.kind === 'Pod') return object ? [object as Pod & KubeObject] : []
  const { selector } = (object['spec'] ?? {}) as { readonly selector?: Parameters<typeof labelSelectorMatches>[0] }
  if (!selector || !SELECTING.includes(object.kind))
    throw failure(`cannot get the logs from *v1.${object.kind}: ${whyNoPods(object)}`)
  const own = 'matchLabels' in selector || 'matchExpressions' in selector ? selector : { matchLabels: selector }
  const pods = list(call.cluster, 'pods', call.namespace).filter(one =>
    labelSelectorMatches(own as typeof selector, one.metadata.labels ?? {}),
  )
  const ready = (pod: Pod) => pod.status?.conditions?.find(one => one.type === 'Ready' && one.status === 'True')
  const since = (pod: Pod) => ready(pod)?.lastTransitionTime ?? '~'
  const [first] = pods.toSorted((a, b) => (since(a) < since(b) ? -1 : since(a) > since(b) ? 1 : 0))
  if (!first) throw failure('timed out waiting for the condition')
  if (pods.length > 1) call.stderr(`Found ${pods.length} pods, using pod/${first.metadata.name}\n`)
  return [first]
}

function whyNoPods({ kind, metadata }: KubeObject): string {
  if (kind !== 'Service') return `selector for *v1.${kind} not implemented`
  return `invalid service '${metadata.name}': Service is defined without a selector`
}

/** What has pods, and by what. (kubectl `SelectorsForObject`) */
const SELECTING = ['Deployment', 'DaemonSet', 'Job', 'ReplicaSet', 'ReplicationController', 'Service', 'StatefulSet']

/** `kubectl completion`: a script for a shell to read that has nothing to do here. */
export const completion: Verb = {
  name: 'completion',
  flags: [],
  run({ args, stdout }) {
    const [shell] = args
    if (shell === undefined) throw usageFailure('completion', 'Shell not specified.')
    if (args.length > 1) throw usageFailure('completion', 'Too many arguments. Expected only the shell type.')
    if (!['bash', 'zsh', 'fish', 'powershell'].includes(shell))
      throw usageFailure('completion', `Unsupported shell type "${shell}".`)
    stdout('# This terminal completes commands by itself: press Tab.\n')
  },
}
