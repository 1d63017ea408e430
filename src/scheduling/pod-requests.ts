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
const NOTHING: ResourceList = {}

/**
 * What a pod asks for: its containers together, or its largest init step if that is more; sidecars count on both sides.
 * Requests of the pod as a whole stand in for those of its containers, and its overhead comes on top.
 * (component-helpers/resource `PodRequests`)
 */
export function podRequests(spec: PodSpec): Amounts {
  return amounts(requestsOf(spec, NOTHING))
}

/**
 * What a pod counts as where nodes are compared by how full they are: a container that asks for no cpu counts as 100m,
 * for no memory as 200Mi, unless the pod as a whole asks for it. (framework `PodInfo`, `non0Requests`)
 */
export function assumedRequests(spec: PodSpec): Amounts {
  if (!spec.resources?.requests) return amounts(requestsOf(spec, ASSUMED))
  const known = requestsOf(spec, NOTHING)
  return amounts(requestsOf(spec, Object.fromEntries(Object.entries(ASSUMED).filter(([name]) => !known.has(name)))))
}

/** A node's allocatable, or any list of quantities, in the units of `Amounts`; resources nobody can ask for are left out. */
export function amountsOf(list: ResourceList): Amounts {
  const all: Thousandths = new Map()
  addList(all, list)
  return amounts(all)
}

/** Thousandths by resource name: fractions add up before they are rounded. */
type Thousandths = Map<string, number>

function requestsOf(spec: PodSpec, assumed: ResourceList): Thousandths {
  const total: Thousandths = new Map()
  for (const container of spec.containers) addContainer(total, container, assumed)
  const sidecars: Thousandths = new Map()
  const largestStep: Thousandths = new Map()
  for (const container of spec.initContainers ?? []) {
    if (container.restartPolicy === 'Always') {
      addContainer(total, container, assumed)
      addContainer(sidecars, container, assumed)
    } else {
      const step = new Map(sidecars)
      addContainer(step, container, assumed)
      raise(largestStep, step)
    }
  }
  raise(total, largestStep)
  for (const [name, text] of Object.entries(spec.resources?.requests ?? NOTHING)) {
    if (name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) total.set(name, thousandthsOf(text))
  }
  addList(total, spec.overhead ?? NOTHING)
  return total
}

function addContainer(total: Thousandths, { resources }: Container, assumed: ResourceList): void {
  const requests = resources?.requests ?? NOTHING
  addList(total, requests)
  for (const name of Object.keys(assumed)) if (!Object.hasOwn(requests, name)) add(total, name, assumed[name] ?? '')
}

function addList(total: Thousandths, list: ResourceList): void {
  for (const name of Object.keys(list)) add(total, name, list[name] ?? '')
}

function add(total: Thousandths, name: string, text: string): void {
  total.set(name, (total.get(name) ?? 0) + thousandthsOf(text))
}

function raise(total: Thousandths, least: Thousandths): void {
  for (const [name, amount] of least) if (amount > (total.get(name) ?? 0)) total.set(name, amount)
}

/**
 * A quantity in thousandths; what is none counts as nothing: the API server lets none pass. A double holds whole
 * thousandths of up to 72 TB exactly, and far beyond that those of round amounts.
 */
function thousandthsOf(text: string): number {
  const known = quantities.get(text)
  if (known !== undefined) return known
  const parsing = parseQuantity(text)
  const amount = !parsing.ok
    ? 0
    : parsing.value.exponent < 0
      ? Number(milliValue(parsing.value))
      : Number(wholeValue(parsing.value)) * 1000
  if (quantities.size >= KEPT_QUANTITIES) quantities.clear()
  quantities.set(text, amount)
  return amount
}

/** A cluster's manifests write few different amounts, many times. */
const quantities = new Map<string, number>()
const KEPT_QUANTITIES = 1000

const NO_OTHERS: ReadonlyMap<string, number> = new Map()

function amounts(all: Thousandths): Amounts {
  const others = [...all.keys()].filter(isOther)
  return {
    milliCpu: all.get('cpu') ?? 0,
    memory: whole(all.get('memory')),
    ephemeralStorage: whole(all.get('ephemeral-storage')),
    pods: whole(all.get('pods')),
    others: others.length === 0 ? NO_OTHERS : new Map(others.map(name => [name, whole(all.get(name))])),
  }
}

/** Rounded up, as upstream's `Value`. */
function whole(amount = 0): number {
  return Math.ceil(amount / 1000)
}

/** Extended resources (`example.com/gpu`), huge pages, attachable volumes. (apis/core/v1/helper `IsScalarResourceName`) */
function isOther(name: string): boolean {
  if (name.startsWith('hugepages-') || name.startsWith('attachable-volumes-')) return true
  return name.includes('/') && !name.startsWith('requests.')
}
