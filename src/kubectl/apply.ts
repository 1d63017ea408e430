import type { ApiResource } from '../cluster/api-resource.ts'
import { findObject } from '../cluster/cluster.ts'
import type { KubeObject, Manifest } from '../cluster/object.ts'
import { LAST_APPLIED, withLastApplied, withoutLastApplied } from './applied.ts'
import { type Call, type Failure, failure, usageFailure, type Verb } from './call.ts'
import { create, type DryRun, update } from './client.ts'
import { inNamespace } from './create.ts'
import { underValidation } from './field-validation.ts'
import type { FileObject } from './file-object.ts'
import { printJson } from './json.ts'
import { strategicPatch, threeWayPatch } from './merge-patch.ts'
import { identityOf, identityToLookUp, printGroupVersionKind, readSomeFiles, requireFiles } from './read-files.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** `kubectl apply -f`. (kubectl `pkg/cmd/apply`) */
export const apply: Verb = {
  name: 'apply',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'cascade', type: 'string', bare: 'background' },
    { name: 'force', type: 'bool' },
    { name: 'force-conflicts', type: 'bool' },
    { name: 'grace-period', type: 'int' },
    { name: 'overwrite', type: 'bool' },
    { name: 'server-side', type: 'bool' },
    { name: 'timeout', type: 'duration' },
    { name: 'validate', type: 'string', bare: 'strict' },
    { name: 'wait', type: 'bool' },
  ],
  run(call) {
    if (call.args.length > 0) throw usageFailure('apply', `Unexpected args: [${call.args.join(' ')}]`)
    requireFiles(call)
    const dryRun = readDryRun(call)
    if (isServerSide(call) && dryRun === 'client')
      throw failure("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    if (call.flags.isOn('force-conflicts') && !isServerSide(call))
      throw failure('--force-conflicts only works with --server-side')
    forEach(readSomeFiles(call, 'apply'), file => applyOne(call, file, dryRun))
  },
}

const APPLIED_THERE = 'serverside-applied'

function isServerSide({ flags }: Call): boolean {
  return flags.isOn('server-side')
}

function applyOne(call: Call, file: FileObject, dryRun: DryRun): void {
  const { resource, source } = file
  const manifest = inNamespace(call, file.manifest, resource.namespaced)
  const { name, namespace } = identityOf(manifest)
  if (name === '') throw unnamed(resource, manifest, source)
  const current = findObject(call.cluster, resource, name, namespace)
  if (current) {
    patchCurrent(call, resource, manifest, current, source, dryRun)
    return
  }
  const annotated = isServerSide(call) ? manifest : withLastApplied(manifest)
  try {
    const object =
      dryRun === 'client' ? (annotated as KubeObject) : create(call, resource, underValidation(call, annotated), dryRun)
    sayDone(call, resource, object, isServerSide(call) ? APPLIED_THERE : 'created', dryRun)
  } catch (error) {
    throw error instanceof ServerError ? error.during(`error when creating "${source}": `) : error
  }
}

/** The object as it would be once a file were applied, but for the annotation; the cluster stays as it is. */
export function appliedTo(call: Call, { resource, manifest: given }: FileObject): KubeObject {
  const manifest = inNamespace(call, given, resource.namespaced)
  const { name, namespace } = identityToLookUp(manifest)
  const current = findObject(call.cluster, resource, name, namespace)
  if (!current) return create(call, resource, manifest, 'server')
  const patched = patchedBy(current, manifest)
  return patched === current ? current : update(call, resource, patched, 'server')
}

/** An object as it is sent when a manifest is applied to it, but for the annotation; itself where nothing is to change. */
export function patchedBy(current: KubeObject, manifest: Manifest): KubeObject {
  const original = current.metadata.annotations?.[LAST_APPLIED]
  const patch = threeWayPatch(
    original === undefined ? {} : readOriginal(original),
    withoutLastApplied(manifest),
    current,
  )
  return Object.keys(patch).length === 0 ? current : (strategicPatch(current, patch) as KubeObject)
}

function patchCurrent(
  call: Call,
  resource: ApiResource,
  manifest: Manifest,
  current: KubeObject,
  source: string,
  dryRun: DryRun,
): void {
  const { name, annotations = {} } = current.metadata
  const original = annotations[LAST_APPLIED]
  const isThere = isServerSide(call)
  if (original === undefined && !isThere) call.stderr(missingAnnotation(resource, name))
  // The server keeps the note where kubectl has made one. (apiserver `fieldmanager/lastappliedupdater.go`)
  const wanted = isThere && original === undefined ? manifest : withLastApplied(manifest)
  const patch = threeWayPatch(original === undefined ? {} : readOriginal(original), wanted, current)
  if (Object.keys(patch).length === 0) {
    sayDone(call, resource, current, isThere ? APPLIED_THERE : 'unchanged', dryRun)
    return
  }
  const patched = strategicPatch(current, patch) as KubeObject
  try {
    const object =
      dryRun === 'client' ? patched : update(call, resource, underValidation(call, patched) as KubeObject, dryRun)
    sayDone(call, resource, object, isThere ? APPLIED_THERE : 'configured', dryRun)
  } catch (error) {
    throw error instanceof ServerError ? error.during(patchContext(resource, manifest, patch, source)) : error
  }
}

/** What was applied last time. What no longer reads as JSON counts as nothing. */
function readOriginal(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return {}
  }
}

function missingAnnotation(resource: ApiResource, name: string): string {
  return `Warning: resource ${resource.name}/${name} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.\n`
}

/** What kubectl says round a refusal of its patch, where the refusal does not stand alone. */
function patchContext(resource: ApiResource, manifest: Manifest, patch: unknown, source: string): string {
  return [
    'error when applying patch:',
    printJson(patch),
    'to:',
    ...identify(resource, manifest),
    `for: "${source}": error when patching "${source}": `,
  ].join('\n')
}

function identify(resource: ApiResource, manifest: Manifest): readonly string[] {
  const { name, namespace = '' } = identityOf(manifest)
  const kind = printGroupVersionKind(resource)
  const version = kind.slice(0, kind.indexOf(','))
  return [
    `Resource: "${version}, Resource=${resource.name}", GroupVersionKind: "${kind}"`,
    `Name: "${name}", Namespace: "${namespace}"`,
  ]
}

/** Apply looks for what is there, and so needs a name. */
function unnamed(resource: ApiResource, manifest: Manifest, source: string): Failure {
  const generateName: unknown = manifest.metadata?.generateName
  if (typeof generateName === 'string' && generateName !== '')
    return failure(`from ${generateName}: cannot use generate name with apply`)
  return failure(
    [
      'error when retrieving current configuration of:',
      ...identify(resource, manifest),
      `from server for: "${source}": resource name may not be empty`,
    ].join('\n'),
  )
}
