import type { ApiResource } from '../cluster/api-resource.ts'
import { qualifiedName } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { isRecord } from './json.ts'
import { readManifest } from './manifest.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, select } from './selection.ts'
import { collected, ServerError } from './server-error.ts'
import { printYaml } from './yaml-print.ts'

/** `kubectl edit`, with the editor of the terminal. (kubectl `pkg/cmd/util/editor`) */
export const edit: Verb = {
  name: 'edit',
  flags: [...SELECTING_FLAGS, ...WRITING_FLAGS, { name: 'validate', type: 'string', bare: 'strict' }],
  run(call) {
    if (call.args.length === 0 && !call.flags.has('filename'))
      throw failure('must provide one or more resources to edit')
    const found = select(call)
    const missing = found.flatMap(one => one.missing)
    if (missing.length > 0) throw collected(missing)
    for (const { resource, objects } of found) for (const object of objects) editOne(call, resource, object)
  },
}

const HEADER = [
  '# Edit the object below. Lines that begin with a # are not part of it, and an empty file',
  '# leaves the object as it is. If it cannot be saved, the file opens again with what was wrong.',
  '#',
  '',
].join('\n')

function editOne(call: Call, resource: ApiResource, object: KubeObject): void {
  const original = printYaml(object)
  let text = HEADER + original
  let reasons: readonly string[] = []
  for (;;) {
    const edited = call.round.edit(text)
    // No editor is there yet: whoever draws the terminal opens one and runs the command again.
    if (edited === undefined) throw new Failure('')
    const isAgain = reasons.length > 0 && withoutComments(edited.text) === withoutComments(text)
    if (isAgain) throw givenUp(resource, object, edited.path)
    const changed = readEdited(edited.text)
    if (withoutComments(edited.text).trim() === '' || (changed.ok && sameJson(changed.value, object))) {
      call.stderr('Edit cancelled, no changes made.\n')
      return
    }
    const problem = changed.ok ? save(call, resource, object, changed.value) : changed.error
    if (problem === undefined) return
    reasons = problem.split('\n')
    text = `${HEADER}${reasons.map(line => `# ${line}\n`).join('')}#\n${withoutComments(edited.text)}`
  }
}

function withoutComments(text: string): string {
  return text
    .split('\n')
    .filter(line => !line.startsWith('#'))
    .join('\n')
}

type Edited = { readonly ok: true; readonly value: KubeObject } | { readonly ok: false; readonly error: string }

function readEdited(text: string): Edited {
  const reading = readManifest(withoutComments(text))
  if (!reading.ok)
    return { ok: false, error: `The edited file had a syntax error: line ${reading.faults[0]?.line ?? 1}` }
  const value = reading.documents[0]?.value
  return isRecord(value)
    ? { ok: true, value: value as KubeObject }
    : { ok: false, error: 'The edited file holds no object' }
}

/** What keeps the object from being saved; `undefined` once it is. */
function save(call: Call, resource: ApiResource, object: KubeObject, changed: KubeObject): string | undefined {
  const { name, namespace } = object.metadata
  if (changed.kind !== object.kind || changed.metadata?.name !== name || changed.metadata.namespace !== namespace)
    return 'At least one of apiVersion, kind and name was changed'
  try {
    const dryRun = readDryRun(call)
    sayDone(call, resource, update(call, resource, changed, dryRun), 'edited', dryRun)
    return undefined
  } catch (error) {
    if (error instanceof ServerError) return error.alone()
    throw error
  }
}

function givenUp(resource: ApiResource, object: KubeObject, path: string): Failure {
  return new Failure(
    [
      `error: ${qualifiedName(resource)} "${object.metadata.name}" is invalid`,
      `A copy of your changes has been stored to "${path}"`,
      'error: Edit cancelled, no valid changes were saved.',
      '',
    ].join('\n'),
  )
}
