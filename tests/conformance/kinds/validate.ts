import { admitNew, admitUpdate } from '../../../src/kubernetes/admit.ts'
import type { Admitted, ApiObject } from '../../../src/kubernetes/prepare.ts'
import type { Status } from '../../../src/kubernetes/status.ts'
import type { Outcome } from '../kinds.ts'

interface Validation {
  readonly case: string
  readonly input:
    | { readonly method: 'create'; readonly object: unknown }
    | { readonly method: 'update'; readonly object: ApiObject; readonly old: ApiObject }
  readonly expect:
    | { readonly valid: true; readonly object: unknown }
    | { readonly valid: false; readonly status: Status }
}

/** One object sent to an API server: as it was stored after defaults and admission, or the refusal with its causes. */
export function* validate({ case: name, input, expect }: Validation): Iterable<Outcome> {
  const admitted = input.method === 'create' ? admitNew(input.object, CONTEXT) : update(input, expect)
  const got = admitted.ok ? { valid: true, object: admitted.value } : { valid: false, status: admitted.status }
  yield agrees(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}

const CONTEXT = {
  randomSuffix: () => 'abcde',
  hasServiceAccount: (_: string, name: string) => name === 'default',
}

/**
 * Recordings leave out resource versions, and with them the only difference between an update that was taken and one that
 * came too late (`pod-updates/001` and `/023` are the same bytes). Where the answer was a conflict, the versions that made
 * it one are put back; that it then is one, and in which words, remains to be shown.
 */
function update(
  { object, old }: Extract<Validation['input'], { method: 'update' }>,
  expect: Validation['expect'],
): Admitted {
  if (expect.valid || expect.status.reason !== 'Conflict') return admitUpdate(object, old)
  const versioned = (one: ApiObject, resourceVersion: string): ApiObject => ({
    ...one,
    metadata: { ...one.metadata, resourceVersion },
  })
  return admitUpdate(versioned(object, '1'), versioned(old, '2'))
}

/** Whether two JSON values are equal, where a text may have placeholders. */
function agrees(got: unknown, expected: unknown): boolean {
  if (typeof expected === 'string' && typeof got === 'string') return got === expected || patternOf(expected).test(got)
  if (Array.isArray(expected) && Array.isArray(got)) {
    return expected.length === got.length && expected.every((item, index) => agrees(got[index], item))
  }
  if (!isObject(expected) || !isObject(got)) return got === expected
  const names = Object.keys(expected)
  return names.length === Object.keys(got).length && names.every(name => agrees(got[name], expected[name]))
}

function patternOf(text: string): RegExp {
  const literal = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`^${literal.replaceAll('<rand>', '[a-z0-9]{5}').replaceAll('<diff>', '[\\s\\S]*')}$`)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
