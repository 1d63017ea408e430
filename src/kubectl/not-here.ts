import { find } from '../cluster/cluster.ts'
import { failure, type Verb } from './call.ts'

/** `kubectl logs`: there is nothing to show, and that is said. */
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
  run({ args, cluster, namespace, flags, stderr }) {
    const [target] = args
    if (target === undefined && !flags.has('selector'))
      throw failure(
        "expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command\nSee 'kubectl logs -h' for help and examples",
      )
    const pod = target?.replace(/^(pods?|po)\//, '')
    if (pod !== undefined && !pod.includes('/') && !find(cluster, 'pods', pod, namespace))
      throw failure(`error from server (NotFound): pods "${pod}" not found in namespace "${namespace}"`)
    stderr('Containers here run no program: they write nothing.\n')
  },
}

/** `kubectl completion`: a script for a shell to read that has nothing to do here. */
export const completion: Verb = {
  name: 'completion',
  flags: [],
  run({ args, stdout }) {
    const [shell] = args
    if (shell === undefined) throw failure("Shell not specified.\nSee 'kubectl completion -h' for help and examples")
    if (!['bash', 'zsh', 'fish', 'powershell'].includes(shell))
      throw failure(`Unsupported shell type "${shell}".\nSee 'kubectl completion -h' for help and examples`)
    stdout('# This terminal completes commands by itself: press Tab.\n')
  },
}
