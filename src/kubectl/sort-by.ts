import type { KubeObject } from '../cluster/object.ts'
import { compareQuantities, parseQuantity } from '../kubernetes/quantity.ts'
import { failure } from './call.ts'
import { relaxedPath } from './custom-columns.ts'
import { findAll } from './jsonpath.ts'
import { parseTemplate, TemplateError } from './jsonpath-parse.ts'

/**
 * Objects in the order of what a path finds in them; those in which it finds nothing come first. A path that finds nothing
 * in any of them is an error. (kubectl `get/sorter.go`)
 */
export function sortObjects(objects: readonly KubeObject[], path: string): readonly KubeObject[] {
  const relaxed = relaxedPath(path)
  if (!relaxed.ok) throw failure(relaxed.error)
  try {
    const template = parseTemplate(relaxed.value)
    const keyed = objects.map(object => ({ object, key: findAll(template, object)[0]?.[0] }))
    if (keyed.every(one => one.key === undefined))
      throw failure(`couldn't find any field with path "${relaxed.value}" in the list of objects`)
    return keyed.toSorted((a, b) => compare(a.key, b.key)).map(one => one.object)
  } catch (error) {
    if (error instanceof TemplateError) throw failure(error.message)
    throw error
  }
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b)
  const [left, right] = [parseQuantity(a), parseQuantity(b)]
  // Texts that both are amounts are compared as amounts.
  if (left.ok && right.ok) return compareQuantities(left.value, right.value)
  return naturally(a, b)
}

/** Digits count by their value: `web-2` comes before `web-10`. (fvbommel/sortorder `NaturalLess`) */
function naturally(a: string, b: string): number {
  const [left, right] = [a, b].map(text => text.match(/\d+|\D/g) ?? [])
  for (const [index, part] of (left ?? []).entries()) {
    const other = right?.[index]
    if (other === undefined) return 1
    if (part === other) continue
    const isNumber = /^\d/.test(part) && /^\d/.test(other)
    return isNumber && Number(part) !== Number(other) ? Number(part) - Number(other) : part < other ? -1 : 1
  }
  return (left?.length ?? 0) - (right?.length ?? 0)
}
