import { type Cluster, find } from '../cluster/cluster.ts'
import { kubectlWith } from '../kubectl/kubectl-with.ts'
import { pathOf, readInput } from './inputs.ts'
import { type Process, type Program, ProgramFailure } from './process.ts'
import { TERMINAL_HOST } from './session.ts'

/** kubectl, where the cluster's credentials are: beside the cluster, and on the nodes of its control plane. */
export const kubectl: Program = process => {
  const { args, run, shell } = process
  if (shell.host !== TERMINAL_HOST && !isControlPlane(run.cluster, shell.host)) {
    process.err('The connection to the server localhost:8080 was refused - did you specify the right host or port?\n')
    return 1
  }
  const { cluster, config, effort, exitCode } = kubectlWith(run.parts, run.cluster, args, {
    config: run.config,
    effort: run.effort,
    // Only a command that reads its input takes it away from the others.
    stdin: args.some(arg => /^(-f|--filename=)?-$/.test(arg)) ? process.stdin.rest() : '',
    readFile: name => readInput(process, name),
    filesUnder: name => process.disk.filesUnder(pathOf(process, name)),
    edit: text => editText(process, text),
    onOutput: (stream, text) => (stream === 1 ? process.out : process.err)(text),
  })
  run.cluster = cluster
  run.config = config
  run.effort = effort
  return exitCode
}

/** Opens what `$KUBE_EDITOR` or `$EDITOR` names on a file with the text: a command line, as kubectl takes it. */
function editText(process: Process, text: string): { readonly text: string; readonly path: string } {
  const { disk, env, run } = process
  const path = `/tmp/kubectl-edit-${run.history.length}.yaml`
  disk.write(path, text)
  const editor = env.get('KUBE_EDITOR') || env.get('EDITOR') || 'vi'
  if (process.runText(`${editor} ${path}`) !== 0)
    throw new ProgramFailure(`there was a problem with the editor "${editor}"`)
  const edited = disk.read(path) ?? ''
  disk.remove(path)
  return { text: edited, path }
}

/** Whether kubeadm has left the cluster's admin credentials there. */
function isControlPlane(cluster: Cluster, node: string): boolean {
  return find(cluster, 'nodes', node)?.metadata.labels?.['node-role.kubernetes.io/control-plane'] !== undefined
}
