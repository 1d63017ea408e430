import type { KubeObject } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { badRequest } from './bad-request.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { isRecord } from './json.ts'
import { jsonPatch } from './json-patch.ts'
import { readManifest } from './manifest.ts'
import { mergePatch, strategicPatch } from './merge-patch.ts'
import { printFaults } from './read-files.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, selectMeant, targetsOf } from './selection.ts'
import { forEach } from './server-error.ts'

/** `kubectl patch`. (kubectl `pkg/cmd/patch`) */
export const patch: Verb = {
  name: 'patch',
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'patch', short: 'p', type: 'string' },
    { name: 'patch-file', type: 'string' },
    { name: 'subresource', type: 'string' },
    { name: 'type', type: 'string' },
  ],
  run(call) {
    const { flags } = call
    const type = flags.text('type').toLowerCase() || 'strategic'
    if (flags.text('patch') !== '' && flags.text('patch-file') !== '')
      throw failure('cannot specify --patch and --patch-file together')
    if (flags.text('patch') === '' && flags.text('patch-file') === '')
      throw failure('must specify --patch or --patch-file containing the contents of the patch')
    if (!['json', 'merge', 'strategic'].includes(type))
      throw failure(`--type must be one of [json merge strategic], not "${flags.text('type')}"`)
    const value = readPatch(call)
    const dryRun = readDryRun(call)
    const found = selectMeant(call)
    const subresource = flags.text('subresource')
    forEach(targetsOf(found), ({ resource, object }) => {
      const patched = patchObject(object, value, type)
      const options = subresource === 'status' ? ({ subresource } as const) : {}
      const after = dryRun === 'client' ? patched : update(call, resource, patched, dryRun, options)
      // That it was a dry run is lost where the operation is named late. (`ToPrinter`)
      sayDone(
        call,
        subresource === 'scale' ? SCALE : resource,
        after,
        sameJson(after, object) ? 'patched (no change)' : 'patched',
        'none',
      )
    })
  },
}

/** What is patched where it is the scale. (autoscaling/v1 `Scale`) */
const SCALE = { name: 'scales', group: 'autoscaling', version: 'v1', kind: 'Scale', namespaced: true, shortNames: [] }

function readPatch({ flags, round }: Call): unknown {
  const path = flags.text('patch-file')
  const text = path ? round.readFile(path) : flags.text('patch')
  if (text === undefined) throw failure(`unable to read patch file: open ${path}: no such file or directory`)
  const reading = readManifest(text)
  if (!reading.ok) throw failure(`unable to parse ${quoteGo(text)}: ${printFaults(reading.faults)}`)
  return reading.documents[0]?.value ?? {}
}

function patchObject(object: KubeObject, value: unknown, type: string): KubeObject {
  if (type === 'json') {
    const patched = jsonPatch(object, value)
    if (!patched.ok)
      throw new Failure('The request is invalid: the server rejected our request due to an error in our request\n')
    return named(patched.value)
  }
  if (!isRecord(value)) {
    const what = Array.isArray(value) ? 'array' : typeof value
    throw badRequest(`json: cannot unmarshal ${what} into Go value of type map[string]interface {}`)
  }
  return named(type === 'merge' ? mergePatch(object, value) : strategicPatch(object, value))
}

/** What a patch has left of an object: one that has lost its metadata has no name. */
function named(patched: unknown): KubeObject {
  const object = isRecord(patched) ? patched : {}
  return {
    ...object,
    metadata: isRecord(object['metadata']) ? object['metadata'] : { name: '' },
  } as unknown as KubeObject
}
