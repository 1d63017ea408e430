import { resourceNamed } from '../cluster/api-resource.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { create } from './client.ts'
import { minorOf } from './columns.ts'
import { isRecord } from './json.ts'
import { jsonPatch } from './json-patch.ts'
import { mergePatch, strategicPatch } from './merge-patch.ts'
import { readDryRun, sayTyped, WRITING_FLAGS } from './result-line.ts'

/** `kubectl run`: a pod with one container. (kubectl `pkg/cmd/run`) */
export const run: Verb = {
  name: 'run',
  flags: [
    ...WRITING_FLAGS,
    { name: 'annotations', type: 'list' },
    { name: 'attach', type: 'bool' },
    { name: 'command', type: 'bool' },
    { name: 'env', type: 'string' },
    { name: 'expose', type: 'bool' },
    { name: 'image', type: 'string' },
    { name: 'image-pull-policy', type: 'string' },
    { name: 'labels', short: 'l', type: 'string' },
    { name: 'override-type', type: 'string' },
    { name: 'overrides', type: 'string' },
    { name: 'port', type: 'string' },
    { name: 'privileged', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'restart', type: 'string' },
    { name: 'rm', type: 'bool' },
    { name: 'stdin', short: 'i', type: 'bool' },
    { name: 'tty', short: 't', type: 'bool' },
  ],
  run(call) {
    const { flags } = call
    const [name, ...words] = call.args
    if (!flags.has('image')) throw failure('required flag(s) "image" not set')
    if (name === undefined) throw refused(call, 'NAME is required for run')
    const [image, port] = [flags.text('image'), flags.text('port')]
    if (image === '') throw failure('--image is required')
    const isOld = minorOf(call.cluster.version) < 36
    if (!IMAGE.test(image)) throw failure(`${isOld ? 'I' : 'i'}nvalid image name "${image}": invalid reference format`)
    if (flags.isOn('tty') && !flags.isOn('stdin'))
      throw refused(call, '-i/--stdin is required for containers with -t/--tty=true')
    if (flags.isOn('expose') && port === '') throw refused(call, '--port must be set when exposing a service')
    if (port !== '' && !/^[-+]?\d+$/.test(port))
      throw failure(isOld ? `strconv.Atoi: parsing "${port}": invalid syntax` : '--port must be a number')
    const attaches = flags.isOn('attach') || flags.isOn('stdin')
    if (flags.isOn('rm') && !attaches) throw refused(call, '--rm should only be used for attached containers')
    const dryRun = readDryRun(call)
    if (attaches && dryRun !== 'none')
      throw refused(
        call,
        "--dry-run=[server|client] can't be used with attached containers options (--attach, --stdin, or --tty)",
      )
    if (attaches) throw failure('these containers run no program that one could attach to')
    const pod = overridden(call, podFor(call, name, words))
    const made = [pod, ...(flags.isOn('expose') ? [serviceFor(pod, Number(port))] : [])].map(manifest => {
      const resource = resourceNamed(manifest.kind === 'Pod' ? 'pods' : 'services')
      return {
        resource,
        object: dryRun === 'client' ? (manifest as KubeObject) : create(call, resource, manifest, dryRun),
      }
    })
    for (const { resource, object } of isOld ? made.toReversed() : made)
      sayTyped(call, resource, object, 'created', dryRun)
  },
}

/** The hint where help is has gone since 1.36. */
function refused({ cluster }: Call, text: string) {
  return minorOf(cluster.version) < 36 ? usageFailure('run', text) : failure(text)
}

/** (distribution/reference `ReferenceRegexp`) */
const IMAGE =
  /^([\w.-]+(:\d+)?\/)?[a-z\d]+([._-]+[a-z\d]+)*(\/[a-z\d]+([._-]+[a-z\d]+)*)*(:\w[\w.-]{0,127})?(@\w[\w+.-]*:[\da-f]{32,})?$/

/** What `--expose` adds. (`createService`) */
function serviceFor({ metadata }: Manifest, port: number): Manifest {
  const { name = '', namespace } = metadata ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, ...(namespace && { namespace }) },
    spec: { ports: [{ port, protocol: 'TCP', targetPort: port }], selector: metadata?.labels },
    status: { loadBalancer: {} },
  }
}

function podFor(call: Call, name: string, words: readonly string[]): Manifest {
  const { flags } = call
  const given = pairs(flags.text('labels'))
  const env = flags.all('env').map(pair => {
    const equals = pair.indexOf('=')
    if (equals < 1) throw failure(`invalid env: ${pair}`)
    return { name: pair.slice(0, equals), value: pair.slice(equals + 1) }
  })
  const port = flags.text('port')
  const restartPolicy = oneOf(call, 'restart', 'restart policy', ['Always', 'OnFailure', 'Never']) || 'Always'
  const imagePullPolicy = oneOf(call, 'image-pull-policy', 'image pull policy', ['Always', 'IfNotPresent', 'Never'])
  const container = {
    ...(words.length > 0 && (flags.isOn('command') ? { command: words } : { args: words })),
    ...(env.length > 0 && { env }),
    image: flags.text('image'),
    ...(imagePullPolicy && { imagePullPolicy }),
    name,
    ...(port !== '' && { ports: [{ containerPort: Number(port) }] }),
    resources: {},
    ...(flags.isOn('privileged') && { securityContext: { privileged: true } }),
  }
  const annotations = pairs(flags.list('annotations').join(','))
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(Object.keys(annotations).length > 0 && { annotations }),
      labels: flags.has('labels') ? given : { run: name },
      name,
      ...(flags.has('namespace') && { namespace: call.namespace }),
    },
    spec: { containers: [container], dnsPolicy: 'ClusterFirst', restartPolicy },
    status: {},
  }
}

function oneOf(call: Call, flag: string, what: string, known: readonly string[]): string {
  const value = call.flags.text(flag)
  if (value === '' || known.includes(value)) return value
  const list = minorOf(call.cluster.version) < 36 ? '' : `, valid values are: ${known.join(', ')}`
  throw refused(call, `invalid ${what}: ${value}${list}`)
}

function pairs(text: string): Readonly<Record<string, string>> {
  const parts = text.split(',').filter(part => part !== '')
  return Object.fromEntries(
    parts.map(part => {
      const equals = part.indexOf('=')
      if (equals < 1) throw failure(`unexpected label spec: ${part}`)
      return [part.slice(0, equals), part.slice(equals + 1)]
    }),
  )
}

function overridden(call: Call, manifest: Manifest): Manifest {
  const text = call.flags.text('overrides')
  if (text === '') return manifest
  let overrides: unknown
  try {
    overrides = JSON.parse(text)
  } catch {
    throw failure('Invalid JSON Patch')
  }
  const type = call.flags.text('override-type') || 'merge'
  if (!['json', 'merge', 'strategic'].includes(type)) throw failure(`invalid override type: ${type}`)
  if (type === 'json') {
    const patched = jsonPatch(manifest, overrides)
    if (!patched.ok) throw failure('the overrides cannot be applied')
    return patched.value as Manifest
  }
  if (!isRecord(overrides)) throw failure('the overrides are no object')
  return (type === 'strategic' ? strategicPatch(manifest, overrides) : mergePatch(manifest, overrides)) as Manifest
}
