import { kubeletRuns } from '../cluster/kubelet.ts'
import { nodeAt, switchKubelet } from './node-actions.ts'
import { readOptions } from './options.ts'
import { type Process, type Program, ProgramFailure, ShellExit, wakeShell } from './process.ts'
import { newShell, TERMINAL_HOST } from './session.ts'

/** `ssh NODE`: what is typed next runs there, until `exit`; `ssh NODE COMMAND` runs one command. */
export const ssh: Program = process => {
  const { operands } = readOptions(process, 'tTqi:l:o:p:.', {}, 255)
  const [target, ...words] = operands
  if (target === undefined) throw new ProgramFailure('usage: ssh [user@]host [command]', 255)
  const name = target.replace(/^.*@/, '')
  const host = name === TERMINAL_HOST ? name : nodeAt(process.run.cluster, name)
  if (host === undefined) throw new ProgramFailure(`Could not resolve hostname ${name}: Name or service not known`, 255)
  const shell = wakeShell(newShell(host))
  if (words.length === 0) {
    process.run.shells.push(shell)
    return 0
  }
  try {
    return process.runText(words.join(' '), shell)
  } catch (error) {
    if (error instanceof ShellExit) return error.status
    throw error
  }
}

/** `systemctl status|start|stop|restart|is-active kubelet`, on a node. */
export const systemctl: Program = process => {
  const [verb = 'status', unit = ''] = process.args.filter(arg => !arg.startsWith('-'))
  const { run, shell, err } = process
  if (verb === 'daemon-reload') return 0
  if (!/^(status|start|stop|restart|is-active)$/.test(verb))
    throw new ProgramFailure(`${verb} is not available here: status, start, stop, restart and is-active are`)
  if (!/^kubelet(\.service)?$/.test(unit) || shell.host === TERMINAL_HOST) {
    const name = unit.includes('.') ? unit : `${unit}.service`
    err(
      verb === 'status' ? `Unit ${name} could not be found.\n` : `Failed to ${verb} ${name}: Unit ${name} not found.\n`,
    )
    return verb === 'status' ? 4 : 5
  }
  if (verb === 'status' || verb === 'is-active') return printStatus(process, verb, kubeletRuns(run.cluster, shell.host))
  switchKubelet(run, shell.host, verb as 'start')
  return 0
}

function printStatus({ out }: Process, verb: string, isRunning: boolean): number {
  const state = isRunning ? 'active (running)' : 'inactive (dead)'
  if (verb === 'is-active') out(isRunning ? 'active\n' : 'inactive\n')
  else out(`${isRunning ? '●' : '○'} kubelet.service - kubelet: The Kubernetes Node Agent\n     Active: ${state}\n`)
  return isRunning ? 0 : 3
}
