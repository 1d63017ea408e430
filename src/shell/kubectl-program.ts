import { kubectl } from '../kubectl/kubectl.ts'
import type { Io } from './machine.ts'

/** kubectl in this terminal: its cluster, its kubeconfig, its files. */
export function runKubectl(args: readonly string[], io: Io): number {
  const { machine } = io
  const { cluster, config } = machine.session
  const result = kubectl(cluster, args, {
    config,
    stdin: io.stdin,
    readFile: path => machine.read(path),
    edit: text => editText(text, io),
    onOutput: (stream, text) => (stream === 1 ? io.out : io.err)(text),
  })
  machine.update({ cluster: result.cluster, config: result.config })
  return result.exitCode
}

/** Opens what `$KUBE_EDITOR` or `$EDITOR` names on a file with the text; without either, the terminal's own editor. */
function editText(text: string, io: Io): { readonly text: string; readonly path: string } | undefined {
  const { machine } = io
  const path = `/tmp/kubectl-edit-${machine.session.history.length}.yaml`
  machine.write(path, text)
  const editor = machine.variable('KUBE_EDITOR') || machine.variable('EDITOR')
  const isEdited = editor ? io.runText(`${editor} ${path}`) === 0 : machine.edit(path)
  return isEdited ? { text: machine.read(path) ?? '', path } : undefined
}
