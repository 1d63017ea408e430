import { resourceOf } from '../cluster/api-resource.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { notedIfAsked } from './applied.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { create as createOnServer } from './client.ts'
import { findGenerator } from './create-generators.ts'
import { underValidation } from './field-validation.ts'
import { identityOf, readSomeFiles, requireFiles } from './read-files.ts'
import { readDryRun, sayDone, sayTyped, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** `kubectl create -f FILE` and `kubectl create KIND NAME`. (kubectl `pkg/cmd/create`) */
export const create: Verb = {
  name: 'create',
  takesKinds: true,
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'annotation', type: 'list' },
    { name: 'clusterip', type: 'string' },
    { name: 'description', type: 'string' },
    { name: 'external-name', type: 'string' },
    { name: 'from', type: 'string' },
    { name: 'from-env-file', type: 'list' },
    { name: 'from-file', type: 'list' },
    { name: 'from-literal', type: 'string' },
    { name: 'global-default', type: 'bool' },
    { name: 'hard', type: 'string' },
    { name: 'image', type: 'list' },
    { name: 'max-unavailable', type: 'string' },
    { name: 'min-available', type: 'string' },
    { name: 'node-port', type: 'int' },
    { name: 'port', type: 'int' },
    { name: 'preemption-policy', type: 'string' },
    { name: 'replicas', short: 'r', type: 'int' },
    { name: 'restart', type: 'string' },
    { name: 'save-config', type: 'bool' },
    { name: 'schedule', type: 'string' },
    { name: 'scopes', type: 'string' },
    { name: 'tcp', type: 'list' },
    { name: 'type', type: 'string' },
    { name: 'validate', type: 'string', bare: 'strict' },
    { name: 'value', type: 'int' },
  ],
  run(call) {
    const [kind, ...args] = call.args
    if (kind === undefined) {
      requireFiles(call)
      createFiles(call)
      return
    }
    const generator = findGenerator(kind)
    if (generator) {
      const manifest = generator.generate(call, args)
      createGenerated(call, generator.whose(manifest), manifest)
      return
    }
    if (OTHER_KINDS.includes(kind))
      throw failure(`this terminal does not create a ${kind}; describe it in a file: kubectl create -f FILE`)
    throw usageFailure('create', `Unexpected args: [${call.args.join(' ')}]`)
  },
}

function createFiles(call: Call): void {
  const dryRun = readDryRun(call)
  forEach(readSomeFiles(call, 'create'), ({ resource, manifest, source }) => {
    const placed = notedIfAsked(call, inNamespace(call, manifest, resource.namespaced))
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
  const { namespace: given } = identityOf(manifest)
  if (!namespaced) return manifest
  if (given && call.flags.has('namespace') && given !== call.namespace)
    throw failure(
      `the namespace from the provided object "${given}" does not match the namespace "${call.namespace}". You must pass '--namespace=${given}' to perform this operation.`,
    )
  return { ...manifest, metadata: { ...manifest.metadata, namespace: given ?? call.namespace } }
}

function createGenerated(call: Call, whose: string, manifest: Manifest): void {
  const dryRun = readDryRun(call)
  const resource = resourceOf(manifest)
  if (!resource) throw new Error(`no resource for ${manifest.kind}`)
  const made = notedIfAsked(call, manifest)
  try {
    const object = dryRun === 'client' ? (made as KubeObject) : createOnServer(call, resource, made, dryRun)
    sayTyped(call, resource, object, 'created', dryRun)
  } catch (error) {
    // The server's own words, without saying that they are the server's.
    if (error instanceof ServerError && whose !== '') throw failure(`failed to create ${whose}${error.status.message}`)
    throw error
  }
}

/** What upstream creates and this terminal does not. */
const OTHER_KINDS = 'clusterrole clusterrolebinding ingress ing role rolebinding token'.split(' ')
