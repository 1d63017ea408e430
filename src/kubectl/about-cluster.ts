import { list } from '../cluster/cluster.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import { printYaml } from './yaml-print.ts'

/** The kustomize that each kubectl has in it. */
const KUSTOMIZE: Readonly<Record<number, string>> = { 34: 'v5.7.1', 35: 'v5.7.1', 36: 'v5.8.1', 37: 'v5.8.1' }

/** `kubectl version`: client and server are of one version here. */
export const version: Verb = {
  name: 'version',
  flags: [
    { name: 'client', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
  ],
  run(call) {
    const { version: gitVersion } = call.cluster
    const minor = minorOf(gitVersion)
    const kustomizeVersion = KUSTOMIZE[minor] ?? ''
    const { args } = call
    // What follows `--client` is not looked at. (kubectl `version.Options.Complete`)
    if (args.length > 0 && !call.flags.isOn('client')) throw failure(`extra arguments: [${args.join(' ')}]`)
    const info = { major: '1', minor: String(minor), gitVersion, platform: 'linux/amd64' }
    const whole = {
      clientVersion: info,
      kustomizeVersion,
      ...(!call.flags.isOn('client') && { serverVersion: info }),
    }
    const output = call.flags.text('output')
    if (output === 'json') call.stdout(`${JSON.stringify(whole, undefined, 2)}\n`)
    else if (output === 'yaml') call.stdout(`${printYaml(whole)}\n`)
    else if (output !== '') throw failure("--output must be 'yaml' or 'json'")
    else {
      call.stdout(`Client Version: ${gitVersion}\nKustomize Version: ${kustomizeVersion}\n`)
      if (!call.flags.isOn('client')) call.stdout(`Server Version: ${gitVersion}\n`)
    }
  },
}

/** `kubectl cluster-info`. */
export const clusterInfo: Verb = {
  name: 'cluster-info',
  flags: [],
  run(call) {
    if (call.args[0] === 'dump') throw failure('this terminal does not dump a cluster')
    const server = serverAddress(call)
    call.stdout(`Kubernetes control plane is running at ${server}\n`)
    const isDns = (labels: Readonly<Record<string, string>> = {}) => labels['kubernetes.io/name'] === 'CoreDNS'
    if (list(call.cluster, 'services', 'kube-system').some(one => isDns(one.metadata.labels)))
      call.stdout(`CoreDNS is running at ${server}/api/v1/namespaces/kube-system/services/kube-dns:dns/proxy\n`)
    call.stdout("\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n")
  },
}

/** Where kind publishes the API server on one's own machine. */
export function serverAddress({ cluster }: Pick<Call, 'cluster'>): string {
  return `https://127.0.0.1:${30_000 + ((cluster.version.length * 1789) % 30_000)}`
}

/** `kubectl top`: nobody measures anything in this cluster, as in any that was not given metrics-server. */
export const top: Verb = {
  name: 'top',
  subcommands: ['node', 'nodes', 'no', 'pod', 'pods', 'po'],
  flags: [
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'sort-by', type: 'string' },
    { name: 'containers', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
  ],
  run({ args, flags }) {
    const [what = '', name, ...more] = args
    const kind = what.startsWith('n') ? 'node' : 'pod'
    if (more.length > 0) throw usageFailure(`top ${kind}`, `${kind} [NAME | -l label]`)
    if (!['', 'cpu', 'memory'].includes(flags.text('sort-by'))) throw failure('--sort-by accepts only cpu or memory')
    if (name !== undefined && flags.has('selector')) throw failure('only one of NAME or --selector can be provided')
    throw failure('Metrics API not available')
  },
}
