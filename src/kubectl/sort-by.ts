import type { KubeObject } from '../cluster/object.ts'
import { compareQuantities, parseQuantity } from '../kubernetes/quantity.ts'
import { Failure, failure } from './call.ts'
import { relaxedPath } from './custom-columns.ts'
import { goSorted } from './go-sort.ts'
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
    return goSorted(keyed, (a, b) => isLess(a.key, b.key)).map(one => one.object)
  } catch (error) {
    if (error instanceof TemplateError) throw failure(error.message)
    throw error
  }
}

/** As `sortObjects`; rows that cannot be sorted are not printed, and nothing says why. (kubectl `GetOptions.Run`, `SortingPrinter`) */
export function sortRows(objects: readonly KubeObject[], path: string): readonly KubeObject[] {
  try {
    return sortObjects(objects, path)
  } catch (error) {
    if (error instanceof Failure) return []
    throw error
  }
}

/** Two that are not there are each less than the other, which turns their order round. (`TableSorter.Less`) */
function isLess(a: unknown, b: unknown): boolean {
  if (a === undefined) return true
  if (b === undefined) return false
  if (a === null || b === null) return a === null && b !== null
  if (typeof a === 'number' && typeof b === 'number') return a < b
  if (typeof a !== 'string' || typeof b !== 'string')
    throw failure('these fields are of a type that cannot be sorted by')
  const [left, right] = [parseQuantity(a), parseQuantity(b)]
  // Texts that both are amounts are compared as amounts.
  return left.ok && right.ok ? compareQuantities(left.value, right.value) < 0 : a < b
}
