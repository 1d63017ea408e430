import { resourceNamed } from '../cluster/api-resource.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { create } from './client.ts'
import { minorOf } from './columns.ts'
import { isRecord } from './json.ts'
import { jsonPatch } from './json-patch.ts'
import { mergePatch, strategicPatch } from './merge-patch.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'

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
    // The hint where help is has gone since 1.36.
    const noName = 'NAME is required for run'
    if (name === undefined) throw minorOf(call.cluster.version) < 36 ? usageFailure('run', noName) : failure(noName)
    if (flags.isOn('stdin') || flags.isOn('tty') || flags.isOn('attach') || flags.isOn('rm'))
      throw failure('these containers run no program that one could attach to')
    const image = flags.text('image')
    if (!/^[\w][\w./:@-]*$/.test(image)) throw failure(`invalid image name "${image}": invalid reference format`)
    const manifest = overridden(call, podFor(call, name, words))
    const dryRun = readDryRun(call)
    const pods = resourceNamed('pods')
    const object = dryRun === 'client' ? (manifest as KubeObject) : create(call, pods, manifest, dryRun)
    sayDone(call, pods, object, 'created', dryRun)
  },
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
  if (port !== '' && !/^\d+$/.test(port)) throw failure(`strconv.ParseInt: parsing "${port}": invalid syntax`)
  const restartPolicy = flags.text('restart') || 'Always'
  if (!['Always', 'OnFailure', 'Never'].includes(restartPolicy))
    throw failure(`invalid restart policy: ${restartPolicy}`)
  const container = {
    ...(words.length > 0 && (flags.isOn('command') ? { command: words } : { args: words })),
    ...(env.length > 0 && { env }),
    image: flags.text('image'),
    ...(flags.has('image-pull-policy') && { imagePullPolicy: flags.text('image-pull-policy') }),
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
  } catch (error) {
    throw failure(`${error instanceof Error ? error.message : String(error)}`)
  }
  const type = call.flags.text('override-type') || 'merge'
  if (type === 'json') {
    const patched = jsonPatch(manifest, overrides)
    if (!patched.ok) throw failure('the overrides cannot be applied')
    return patched.value as Manifest
  }
  if (!isRecord(overrides)) throw failure('the overrides are no object')
  return (type === 'strategic' ? strategicPatch(manifest, overrides) : mergePatch(manifest, overrides)) as Manifest
}
