import type { Container, PodSpec } from '../kubernetes/pod.ts'
import { milliValue, parseQuantity, wholeValue } from '../kubernetes/quantity.ts'
import type { ResourceList } from '../kubernetes/resource-list.ts'

/** Amounts of what nodes offer and pods ask for. */
export interface Amounts {
  readonly milliCpu: number
  /** Bytes. */
  readonly memory: number
  /** Bytes. */
  readonly ephemeralStorage: number
  /** How many pods: a node's alone. */
  readonly pods: number
  /** Extended resources and huge pages by name. */
  readonly others: ReadonlyMap<string, number>
}

/** What a container counts as when it asks for none, where nodes are compared by how full they are. (scheduler/util) */
const ASSUMED: ResourceList = { cpu: '100m', memory: '200Mi' }

/**
 * What a pod asks for: its containers together, or its largest init step if that is more; sidecars count on both sides.
 * Requests of the pod as a whole stand in for those of its containers, and its overhead comes on top.
 * (component-helpers/resource `PodRequests`)
 */
export function podRequests(spec: PodSpec): Amounts {
  return amounts(requestsOf(spec, {}))
}

/**
 * What a pod counts as where nodes are compared by how full they are: a container that asks for no cpu counts as 100m,
 * for no memory as 200Mi, unless the pod as a whole asks for it. (framework `PodInfo`, `non0Requests`)
 */
export function assumedRequests(spec: PodSpec): Amounts {
  const asked = spec.resources?.requests
  if (!asked) return amounts(requestsOf(spec, ASSUMED))
  const known = requestsOf(spec, {})
  return amounts(requestsOf(spec, Object.fromEntries(Object.entries(ASSUMED).filter(([name]) => !known.has(name)))))
}

/** A node's allocatable, or any list of quantities, in the units of `Amounts`; resources nobody can ask for are left out. */
export function amountsOf(list: ResourceList): Amounts {
  return amounts(thousandths(list))
}

/** Thousandths by resource name: fractions add up before they are rounded. */
type Thousandths = Map<string, bigint>

function requestsOf(spec: PodSpec, assumed: ResourceList): Thousandths {
  const total: Thousandths = new Map()
  for (const container of spec.containers) add(total, containerRequests(container, assumed))
  const sidecars: Thousandths = new Map()
  const largestStep: Thousandths = new Map()
  for (const container of spec.initContainers ?? []) {
    const own = containerRequests(container, assumed)
    if (container.restartPolicy === 'Always') {
      add(total, own)
      add(sidecars, own)
      raise(largestStep, sidecars)
    } else {
      add(own, sidecars)
      raise(largestStep, own)
    }
  }
  raise(total, largestStep)
  for (const [name, amount] of thousandths(spec.resources?.requests ?? {})) {
    if (name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) total.set(name, amount)
  }
  add(total, thousandths(spec.overhead ?? {}))
  return total
}

function containerRequests({ resources }: Container, assumed: ResourceList): Thousandths {
  return thousandths({ ...assumed, ...resources?.requests })
}

/** What is no quantity counts as nothing: the API server lets none pass. */
function thousandths(list: ResourceList): Thousandths {
  const amounts: Thousandths = new Map()
  for (const [name, text] of Object.entries(list)) {
    const parsing = parseQuantity(text)
    if (!parsing.ok) continue
    const { value } = parsing
    amounts.set(name, value.exponent < 0 ? milliValue(value) : wholeValue(value) * 1000n)
  }
  return amounts
}

function add(total: Thousandths, more: Thousandths): void {
  for (const [name, amount] of more) total.set(name, (total.get(name) ?? 0n) + amount)
}

function raise(total: Thousandths, least: Thousandths): void {
  for (const [name, amount] of least) if (amount > (total.get(name) ?? 0n)) total.set(name, amount)
}

function amounts(all: Thousandths): Amounts {
  const others = new Map<string, number>()
  for (const name of all.keys()) if (isOther(name)) others.set(name, whole(all.get(name)))
  return {
    milliCpu: Number(all.get('cpu') ?? 0n),
    memory: whole(all.get('memory')),
    ephemeralStorage: whole(all.get('ephemeral-storage')),
    pods: whole(all.get('pods')),
    others,
  }
}

/** Rounded up, as upstream's `Value`. */
function whole(amount = 0n): number {
  return Number((amount + 999n) / 1000n)
}

/** Extended resources (`example.com/gpu`), huge pages, attachable volumes. (apis/core/v1/helper `IsScalarResourceName`) */
function isOther(name: string): boolean {
  if (name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')) return true
  return name.includes('/') && !name.startsWith('requests.')
}
