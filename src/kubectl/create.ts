import { resourceOf } from '../cluster/api-resource.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { create as createOnServer } from './client.ts'
import { underValidation } from './field-validation.ts'
import { readFiles } from './read-files.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** `kubectl create -f FILE` and `kubectl create KIND NAME`. (kubectl `pkg/cmd/create`) */
export const create: Verb = {
  name: 'create',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'annotation', type: 'list' },
    { name: 'clusterip', type: 'string' },
    { name: 'description', type: 'string' },
    { name: 'from-file', type: 'list' },
    { name: 'from-literal', type: 'string' },
    { name: 'global-default', type: 'bool' },
    { name: 'image', type: 'list' },
    { name: 'max-unavailable', type: 'string' },
    { name: 'min-available', type: 'string' },
    { name: 'node-port', type: 'int' },
    { name: 'port', type: 'int' },
    { name: 'preemption-policy', type: 'string' },
    { name: 'replicas', short: 'r', type: 'int' },
    { name: 'save-config', type: 'bool' },
    { name: 'tcp', type: 'list' },
    { name: 'validate', type: 'string', bare: 'strict' },
    { name: 'value', type: 'int' },
  ],
  run(call) {
    const [kind, ...args] = call.args
    if (kind === undefined) {
      if (!call.flags.has('filename')) throw usageFailure('create', 'must specify one of -f and -k')
      createFiles(call)
      return
    }
    const generate = Object.hasOwn(GENERATORS, kind) ? GENERATORS[kind] : undefined
    if (!generate)
      throw failure(`this terminal does not create a ${kind}; describe it in a file: kubectl create -f FILE`)
    createGenerated(call, kind, generate(call, args))
  },
}

function createFiles(call: Call): void {
  const dryRun = readDryRun(call)
  forEach(readFiles(call), ({ resource, manifest, source }) => {
    const placed = inNamespace(call, manifest, resource.namespaced)
    try {
      const object =
        dryRun === 'client'
          ? (placed as KubeObject)
          : createOnServer(call, resource, underValidation(call, placed), dryRun)
      sayDone(call, resource, object, 'created', dryRun)
    } catch (error) {
      throw error instanceof ServerError ? error.during(`error when creating "${source}": `) : error
    }
  })
}

/** The manifest with the namespace in which it will lie. */
export function inNamespace(call: Call, manifest: Manifest, namespaced: boolean): Manifest {
  const given = manifest.metadata?.namespace
  if (!namespaced) return manifest
  if (given && call.flags.has('namespace') && given !== call.namespace)
    throw failure(
      `the namespace from the provided object "${given}" does not match the namespace "${call.namespace}". You must pass '--namespace=${given}' to perform this operation.`,
    )
  return { ...manifest, metadata: { ...manifest.metadata, namespace: given ?? call.namespace } }
}

type Generator = (call: Call, args: readonly string[]) => Manifest

const GENERATORS: Readonly<Record<string, Generator>> = {
  deployment,
  deploy: deployment,
  namespace,
  ns: namespace,
  configmap: configMap,
  cm: configMap,
  serviceaccount: (call, args) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: nameIn('serviceaccount', args), ...placeIn(call) },
  }),
  sa: (call, args) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: nameIn('serviceaccount', args), ...placeIn(call) },
  }),
  priorityclass: priorityClass,
  pc: priorityClass,
  poddisruptionbudget: budget,
  pdb: budget,
}

function nameIn(verb: string, args: readonly string[]): string {
  const [name] = args
  if (name === undefined || args.length > 1)
    throw usageFailure(`create ${verb}`, `exactly one NAME is required, got ${args.length}`)
  return name
}

/** The namespace is written only where one was given. */
function placeIn(call: Call): { readonly namespace?: string } {
  return call.flags.has('namespace') ? { namespace: call.namespace } : {}
}

function deployment(call: Call, args: readonly string[]): Manifest {
  const images = call.flags.list('image')
  if (images.length === 0) throw failure('required flag(s) "image" not set')
  const name = nameIn('deployment', args.slice(0, 1))
  const command = args.slice(1)
  const labels = { app: name }
  const port = call.flags.number('port')
  const containers = images.map(image => ({
    ...(command.length > 0 && { command }),
    image,
    name: containerName(image),
    ...(port !== undefined && { ports: [{ containerPort: port }] }),
    resources: {},
  }))
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { labels, name, ...placeIn(call) },
    spec: {
      replicas: call.flags.number('replicas') ?? 1,
      selector: { matchLabels: labels },
      strategy: {},
      template: { metadata: { labels }, spec: { containers } },
    },
    status: {},
  }
}

/** The last part of an image's name, without tag, digest and what no name may hold. */
function containerName(image: string): string {
  const base = image.slice(image.lastIndexOf('/') + 1)
  return (base.split(/[:@]/)[0] ?? base).replaceAll('_', '-')
}

function namespace(_: Call, args: readonly string[]): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: nameIn('namespace', args) }, spec: {}, status: {} }
}

function configMap(call: Call, args: readonly string[]): Manifest {
  const name = nameIn('configmap', args)
  const data: [string, string][] = []
  for (const literal of call.flags.all('from-literal')) {
    const equals = literal.indexOf('=')
    if (equals < 1) throw failure(`invalid literal source ${literal}, expected key=value`)
    data.push([literal.slice(0, equals), literal.slice(equals + 1)])
  }
  for (const source of call.flags.list('from-file')) {
    const [key = '', path = key] = source.includes('=')
      ? source.split('=')
      : [source.slice(source.lastIndexOf('/') + 1), source]
    const text = call.round.readFile(path)
    if (text === undefined) throw failure(`error reading ${path}: no such file or directory`)
    data.push([key, text])
  }
  const fields = data.length > 0 ? { data: Object.fromEntries(data) } : {}
  return { apiVersion: 'v1', ...fields, kind: 'ConfigMap', metadata: { name, ...placeIn(call) } }
}

function priorityClass(call: Call, args: readonly string[]): Manifest {
  const { flags } = call
  const fields = {
    ...(flags.isOn('global-default') && { globalDefault: true }),
    ...(flags.has('description') && { description: flags.text('description') }),
    preemptionPolicy: flags.text('preemption-policy') || 'PreemptLowerPriority',
    value: flags.number('value') ?? 0,
  }
  const metadata = { name: nameIn('priorityclass', args) }
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata, ...fields }
}

function budget(call: Call, args: readonly string[]): Manifest {
  const { flags } = call
  const name = nameIn('poddisruptionbudget', args)
  const selector = flags.text('selector')
  if (selector === '') throw failure('a selector must be specified')
  const [least, most] = [flags.text('min-available'), flags.text('max-unavailable')]
  if (least === '' && most === '') throw failure('one of min-available or max-unavailable must be specified')
  if (least !== '' && most !== '') throw failure('min-available and max-unavailable cannot be both specified')
  const count = (text: string) => (/^\d+$/.test(text) ? Number(text) : text)
  const matchLabels = Object.fromEntries(
    selector.split(',').map(pair => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
  )
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, ...placeIn(call) },
    spec: { ...(least ? { minAvailable: count(least) } : { maxUnavailable: count(most) }), selector: { matchLabels } },
    status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
  }
}

function createGenerated(call: Call, kind: string, manifest: Manifest): void {
  const dryRun = readDryRun(call)
  const resource = resourceOf(manifest)
  if (!resource) throw new Error(`no resource for ${manifest.kind}`)
  try {
    const object = dryRun === 'client' ? (manifest as KubeObject) : createOnServer(call, resource, manifest, dryRun)
    sayDone(call, resource, object, 'created', dryRun)
  } catch (error) {
    // The server's own words, without saying that they are the server's.
    if (error instanceof ServerError && kind.startsWith('deploy'))
      throw failure(`failed to create deployment: ${error.status.message}`)
    throw error
  }
}
