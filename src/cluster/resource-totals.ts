import type { Container, ResourceRequirements } from '../kubernetes/pod.ts'
import { parseQuantity, printQuantity, type Quantity } from '../kubernetes/quantity.ts'
import type { ResourceList } from '../kubernetes/resource-list.ts'

/** What containers ask for and may use together; a list that would be empty is left out. */
export function totalResources(containers: readonly Container[]): ResourceRequirements {
  const limits = totalOf(containers.flatMap(({ resources }) => (resources?.limits ? [resources.limits] : [])))
  const requests = totalOf(containers.flatMap(({ resources }) => (resources?.requests ? [resources.requests] : [])))
  return { ...(limits && { limits }), ...(requests && { requests }) }
}

function totalOf(lists: readonly ResourceList[]): ResourceList | undefined {
  const [first, ...others] = lists
  return first && others.reduce(added, first)
}

function added(a: ResourceList, b: ResourceList): ResourceList {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort()
  return Object.fromEntries(names.map(name => [name, sum(a[name] ?? '0', b[name] ?? '0')]))
}

function sum(a: string, b: string): string {
  const [left, right] = [parseQuantity(a), parseQuantity(b)]
  if (!left.ok || !right.ok) throw new Error(`no quantities: ${a} and ${b}`)
  const exponent = Math.min(left.value.exponent, right.value.exponent)
  const scaled = ({ unscaled, exponent: own }: Quantity) => unscaled * 10n ** BigInt(own - exponent)
  const { format } = left.value.unscaled === 0n ? right.value : left.value
  return printQuantity({ unscaled: scaled(left.value) + scaled(right.value), exponent, format, form: 'int64' })
}
