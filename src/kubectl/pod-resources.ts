import type { Container, Pod } from '../kubernetes/pod.ts'
import { compareQuantities, parseQuantity, printQuantity, type Quantity } from '../kubernetes/quantity.ts'

/** Amounts by resource name. */
export type Amounts = ReadonlyMap<string, Quantity>

/**
 * What a pod asks for, or may use at most: its containers and sidecars together, or the largest of its init containers,
 * whichever is more; its own resources where it states them. (component-helpers `resource.PodRequests`, `PodLimits`)
 */
export function podAmounts(pod: Pod, what: 'requests' | 'limits'): Amounts {
  const { containers, initContainers = [], overhead = {}, resources } = pod.spec
  let sidecars: Amounts = new Map()
  let most: Amounts = new Map()
  for (const container of initContainers) {
    const own = amountsOf(container, what)
    if (container.restartPolicy === 'Always') sidecars = addAmounts(sidecars, own)
    most = maximum(most, container.restartPolicy === 'Always' ? sidecars : addAmounts(sidecars, own))
  }
  const running = containers.reduce((sum, one) => addAmounts(sum, amountsOf(one, what)), sidecars)
  const stated = read(resources?.[what])
  return addAmounts(new Map([...maximum(running, most), ...stated]), read(overhead))
}

/** Adds amounts resource by resource. */
export function addAmounts(a: Amounts, b: Amounts): Amounts {
  const sum = new Map(a)
  for (const [name, amount] of b) sum.set(name, add(sum.get(name), amount))
  return sum
}

/** An amount as it is printed; one that is not there is `0`. */
export function printAmount(amount: Quantity | undefined): string {
  return amount ? printQuantity(amount) : '0'
}

function amountsOf({ resources }: Container, what: 'requests' | 'limits'): Amounts {
  return read(resources?.[what])
}

function read(list: Readonly<Record<string, string>> = {}): Amounts {
  return new Map(
    Object.entries(list).flatMap(([name, text]) => {
      const parsed = parseQuantity(String(text))
      return parsed.ok ? [[name, parsed.value] as const] : []
    }),
  )
}

function maximum(a: Amounts, b: Amounts): Amounts {
  const highest = new Map(a)
  for (const [name, amount] of b) {
    const known = highest.get(name)
    if (!known || compareQuantities(known, amount) < 0) highest.set(name, amount)
  }
  return highest
}

/** The sum keeps the form of the first amount, unless that is 0. (apimachinery `Quantity.Add`) */
function add(a: Quantity | undefined, b: Quantity): Quantity {
  if (!a || a.unscaled === 0n) return b
  const exponent = Math.min(a.exponent, b.exponent)
  const scaled = (one: Quantity) => one.unscaled * 10n ** BigInt(one.exponent - exponent)
  const { text: _, ...form } = a
  return { ...form, unscaled: scaled(a) + scaled(b), exponent }
}
