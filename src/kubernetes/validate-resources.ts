import { type FieldError, forbidden, invalidNamed, invalidValue, notSupported, requiredValue } from './field-error.ts'
import { labelKeyComplaints } from './label.ts'
import type { ResourceRequirements } from './pod.ts'
import { compareQuantities, milliValue, parseQuantity, printQuantity, type Quantity } from './quantity.ts'
import type { ResourceList } from './resource-list.ts'
import type { KubernetesVersion } from './version.ts'

/**
 * What the API server refuses in what a container, or a pod as a whole, asks for: limits first, then requests, each in
 * the order of the names (upstream's order is not certain). (core/validation `validateResourceRequirements`)
 */
export function resourcesErrors(
  { limits = {}, requests = {} }: ResourceRequirements,
  of: 'container' | 'pod',
  path: string,
  version?: KubernetesVersion,
): readonly FieldError[] {
  const errors: FieldError[] = []
  for (const { name, amount } of amountsOf(limits)) {
    errors.push(...amountErrors(name, amount, of, `${path}.limits[${name}]`, version))
    errors.push(...hugePageErrors(name, amount, `${path}.limits[${name}]`))
  }
  for (const { name, amount } of amountsOf(requests)) {
    errors.push(...amountErrors(name, amount, of, `${path}.requests[${name}]`, version))
    errors.push(...againstLimit(name, amount, quantityAt(limits, name), path))
    errors.push(...hugePageErrors(name, amount, `${path}.requests[${name}]`))
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePages) && !names.some(name => name === 'cpu' || name === 'memory')) {
    errors.push(forbidden(path, 'huge-pages-alone', 'HugePages require cpu or memory'))
  }
  return errors
}

/**
 * What the API server refuses in an amount: less than nothing, and a fraction of what is counted in pieces.
 * (`ValidateResourceQuantityValue`)
 */
export function quantityErrors(name: string, amount: Quantity, path: string): readonly FieldError[] {
  const errors: FieldError[] = []
  if (amount.unscaled < 0n) {
    const text = 'must be greater than or equal to 0'
    errors.push(invalidValue(path, printQuantity(amount), { code: 'negative', params: {}, text }))
  }
  if (isCounted(name) && milliValue(amount) % 1000n !== 0n) {
    errors.push(
      invalidValue(path, printQuantity(amount), { code: 'not-whole', params: { name }, text: 'must be an integer' }),
    )
  }
  return errors
}

/** The amounts of a list in the order of their names. They have been decoded, so that each is one. */
export function amountsOf(list: ResourceList): readonly { readonly name: string; readonly amount: Quantity }[] {
  return Object.keys(list)
    .sort()
    .flatMap(name => {
      const amount = quantityAt(list, name)
      return amount ? [{ name, amount }] : []
    })
}

/** Whether more may be promised of a resource than there is: so it is with what belongs to Kubernetes, but huge pages. */
function isOvercommitted(name: string): boolean {
  return isNative(name) && !isHugePages(name)
}

function quantityAt(list: ResourceList, name: string): Quantity | undefined {
  const parsed = Object.hasOwn(list, name) ? parseQuantity(list[name] ?? '') : undefined
  return parsed?.ok ? parsed.value : undefined
}

function amountErrors(
  name: string,
  amount: Quantity,
  of: 'container' | 'pod',
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const nameErrors = of === 'container' ? containerNameErrors : podNameErrors
  return [...nameErrors(name, path, version), ...quantityErrors(name, amount, path)]
}

/** A name without a prefix is one of Kubernetes'; one with a prefix that is not Kubernetes' is an extended resource. */
function containerNameErrors(
  name: string,
  path: string,
  version: KubernetesVersion | undefined,
): readonly FieldError[] {
  const errors = [...nameErrors(name, path, version)]
  if (!name.includes('/')) {
    if (!CONTAINER_RESOURCES.includes(name) && !isHugePages(name)) {
      errors.push(unfitName(name, path, 'resource-not-for-containers', 'must be a standard resource for containers'))
    }
  } else if (!isNative(name) && !isExtended(name)) {
    errors.push(unfitName(name, path, 'extended-resource-name', "doesn't follow extended resource name standard"))
  }
  return errors
}

function podNameErrors(name: string, path: string, version: KubernetesVersion | undefined): readonly FieldError[] {
  const errors = nameErrors(name, path, version)
  if (errors.length > 0 || POD_RESOURCES.includes(name) || isHugePages(name)) return errors
  return [notSupported(path, name, ['cpu', HUGE_PAGES, 'memory'])]
}

function nameErrors(name: string, path: string, version: KubernetesVersion | undefined): readonly FieldError[] {
  const complaints = labelKeyComplaints(name, version)
  if (complaints.length > 0) return complaints.map(complaint => invalidNamed(path, name, complaint))
  const isStandard = STANDARD_RESOURCES.includes(name) || isHugePages(name) || name.startsWith(`requests.${HUGE_PAGES}`)
  if (name.includes('/') || isStandard) return []
  return [unfitName(name, path, 'unknown-resource', 'must be a standard resource type or fully qualified')]
}

function unfitName(name: string, path: string, code: FieldError['code'], text: string): FieldError {
  return invalidNamed(path, name, { code, params: { name }, text })
}

function againstLimit(
  name: string,
  request: Quantity,
  limit: Quantity | undefined,
  path: string,
): readonly FieldError[] {
  const overcommitted = isOvercommitted(name)
  if (!limit) {
    if (overcommitted) return []
    const detail = 'Limit must be set for non overcommitable resources'
    return [requiredValue(`${path}.limits`, 'limit-required', detail)]
  }
  const order = compareQuantities(request, limit)
  if (overcommitted ? order <= 0 : order === 0) return []
  const params = { name, request: printQuantity(request), limit: printQuantity(limit) }
  const complaint = overcommitted
    ? { code: 'request-above-limit' as const, text: `must be less than or equal to ${name} limit of ${params.limit}` }
    : { code: 'request-not-limit' as const, text: `must be equal to ${name} limit of ${params.limit}` }
  return [invalidValue(`${path}.requests`, params.request, { ...complaint, params })]
}

/** An amount of huge pages is a whole number of pages, whose size is in the name: `hugepages-2Mi`. */
function hugePageErrors(name: string, amount: Quantity, path: string): readonly FieldError[] {
  if (!isHugePages(name)) return []
  const size = parseQuantity(name.slice(HUGE_PAGES.length))
  const pageBytes = size.ok ? milliValue(size.value) : 0n
  if (pageBytes > 0n && milliValue(amount) % pageBytes === 0n) return []
  const printed = printQuantity(amount)
  const text = `${printed} is not positive integer multiple of ${name}`
  return [invalidValue(path, printed, { code: 'not-whole-pages', params: { name }, text })]
}

const HUGE_PAGES = 'hugepages-'
const CONTAINER_RESOURCES = ['cpu', 'memory', 'ephemeral-storage']
const POD_RESOURCES = ['cpu', 'memory']
/** Counted in pieces, and therefore whole. */
const COUNTED_RESOURCES = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
/** Names without a prefix that are known somewhere, in quotas at least. (core/helper `IsStandardResourceName`) */
const STANDARD_RESOURCES = [
  ...CONTAINER_RESOURCES,
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  ...COUNTED_RESOURCES,
  'storage',
  'requests.storage',
]

function isHugePages(name: string): boolean {
  return name.startsWith(HUGE_PAGES)
}

function isNative(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

function isExtended(name: string): boolean {
  return !isNative(name) && !name.startsWith('requests.') && labelKeyComplaints(`requests.${name}`).length === 0
}

function isCounted(name: string): boolean {
  return COUNTED_RESOURCES.includes(name) || isExtended(name)
}
