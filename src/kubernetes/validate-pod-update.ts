import type { NodeAffinity } from './affinity.ts'
import { type FieldError, forbidden, invalidValue, requiredValue } from './field-error.ts'
import { printGoJson } from './go-text.ts'
import type { NodeSelectorTerm } from './node-selector.ts'
import type { Container, Pod, PodSpec } from './pod.ts'
import { sameJson } from './same-json.ts'
import type { ServerSettings } from './server-settings.ts'
import type { Toleration } from './toleration.ts'
import { imageSpacesErrors, rangeErrors } from './validate-containers.ts'
import { objectMetaUpdateErrors } from './validate-object-meta.ts'
import { validatePod } from './validate-pod.ts'
import { validateTolerations } from './validate-tolerations.ts'

/**
 * What the API server refuses in an update of a pod, after defaults and admission, in its order: almost everything but
 * images, a shorter deadline, more tolerations and fewer scheduling gates. (core/validation `ValidatePodUpdate`)
 */
export function validatePodUpdate(pod: Pod, old: Pod, settings: ServerSettings = {}): readonly FieldError[] {
  const oldTolerations = old.spec.tolerations ?? []
  const errors: FieldError[] = [
    ...objectMetaUpdateErrors(pod.metadata, old.metadata, settings.version),
    ...validatePod(pod, settings, oldTolerations),
  ]
  for (const field of ['containers', 'initContainers'] as const) {
    const [containers = [], before = []] = [pod.spec[field], old.spec[field]]
    if (containers.length !== before.length) {
      const detail = 'pod updates may not add or remove containers'
      return [...errors, forbidden(`spec.${field}`, 'containers-changed', detail)]
    }
    errors.push(...imageErrors(containers, `spec.${field}`))
  }
  const deadline = deadlineErrors(pod.spec, old.spec)
  errors.push(...deadline.errors)
  if (deadline.stop) return errors
  errors.push(...addedTolerationsErrors(pod.spec.tolerations ?? [], oldTolerations, settings))
  errors.push(...gatesErrors(pod.spec, old.spec))
  const gated = (old.spec.schedulingGates ?? []).length > 0 ? gatedErrors(pod.spec, old.spec) : []
  errors.push(...gated)
  const rest = withoutWhatMayChange(pod.spec, old.spec)
  if (!sameJson(rest, old.spec)) {
    const detail = `pod updates may not change fields other than ${MAY_CHANGE.join(',')}\n${printChanges(old.spec, rest)}`
    errors.push(forbidden('spec', 'pod-field-immutable', detail))
  }
  return errors
}

const MAY_CHANGE = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
]

function imageErrors(containers: readonly Container[], path: string): readonly FieldError[] {
  const missing = containers.flatMap(({ image }, index) => (image ? [] : [requiredValue(`${path}[${index}].image`)]))
  return [...missing, ...imageSpacesErrors(containers, path)]
}

/** A deadline can be set and brought forward; put off, nothing else is looked at any more. */
function deadlineErrors(
  { activeDeadlineSeconds: deadline }: PodSpec,
  { activeDeadlineSeconds: before }: PodSpec,
): { readonly errors: readonly FieldError[]; readonly stop: boolean } {
  const path = 'spec.activeDeadlineSeconds'
  if (deadline === undefined) {
    if (before === undefined) return { errors: [], stop: false }
    const text = 'must not update from a positive integer to nil value'
    // Upstream quotes the null.
    const error = invalidValue(path, 'null', { code: 'deadline-removed', params: {}, text })
    return { errors: [error], stop: false }
  }
  const errors = rangeErrors(deadline, 0, 2 ** 31 - 1, path)
  if (errors.length > 0 || before === undefined || deadline <= before) return { errors, stop: errors.length > 0 }
  const text = 'must be less than or equal to previous value'
  return {
    errors: [invalidValue(path, deadline, { code: 'deadline-increased', params: { before }, text })],
    stop: true,
  }
}

/** Every old toleration must still be there, but for its seconds; only then are the new ones looked at. */
function addedTolerationsErrors(
  tolerations: readonly Toleration[],
  old: readonly Toleration[],
  settings: ServerSettings,
): readonly FieldError[] {
  const isKept = (before: Toleration) =>
    tolerations.some(toleration =>
      sameJson({ ...toleration, tolerationSeconds: 0 }, { ...before, tolerationSeconds: 0 }),
    )
  if (old.every(isKept)) return validateTolerations(tolerations, 'spec.tolerations', settings, old)
  const detail = 'existing toleration can not be modified except its tolerationSeconds'
  return [forbidden('spec.tolerations', 'toleration-changed', detail)]
}

function gatesErrors({ schedulingGates = [] }: PodSpec, old: PodSpec): readonly FieldError[] {
  const before = new Set(old.schedulingGates?.map(({ name }) => name))
  return schedulingGates.flatMap(({ name }, index) => {
    if (before.has(name)) return []
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`
    return [forbidden(`spec.schedulingGates[${index}].name`, 'gate-added', detail, { name })]
  })
}

/** While a pod is held back by gates, where it may go can still be narrowed. */
function gatedErrors(spec: PodSpec, old: PodSpec): readonly FieldError[] {
  const { nodeSelector = {} } = spec
  const errors: FieldError[] = []
  if (Object.entries(old.nodeSelector ?? {}).some(([key, value]) => nodeSelector[key] !== value)) {
    const text = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
    errors.push(invalidValue('spec.nodeSelector', nodeSelector, { code: 'node-selector-changed', params: {}, text }))
  }
  return [...errors, ...gatedAffinityErrors(spec.affinity?.nodeAffinity, old.affinity?.nodeAffinity)]
}

function gatedAffinityErrors(affinity: NodeAffinity | undefined, old: NodeAffinity | undefined): readonly FieldError[] {
  const path = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms'
  const terms = affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  const before = old?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  if (before.length > 0 && before.length !== terms.length) {
    const text = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'
    const complaint = { code: 'node-affinity-terms-changed', params: {}, text } as const
    return [invalidValue(path, terms.map(printedTerm), complaint)]
  }
  return before.flatMap((oldTerm, index) => {
    const term = terms[index] ?? {}
    if (onlyAdds(term, oldTerm)) return []
    const text = 'only additions are allowed (no mutations or deletions)'
    const complaint = { code: 'node-affinity-changed', params: {}, text } as const
    return [invalidValue(`${path}[${index}]`, printedTerm(term), complaint)]
  })
}

function onlyAdds(term: NodeSelectorTerm, old: NodeSelectorTerm): boolean {
  const [expressions = [], fields = []] = [term.matchExpressions, term.matchFields]
  const [oldExpressions = [], oldFields = []] = [old.matchExpressions, old.matchFields]
  // An empty term selects nothing, a fuller one would select more.
  const wasEmpty = oldExpressions.length + oldFields.length === 0
  if (wasEmpty) return expressions.length + fields.length === 0
  return (
    sameJson(expressions.slice(0, oldExpressions.length), oldExpressions) &&
    sameJson(fields.slice(0, oldFields.length), oldFields)
  )
}

/** Upstream prints its internal struct, whose fields have no JSON names. */
function printedTerm({ matchExpressions, matchFields }: NodeSelectorTerm): unknown {
  const requirements = (list: NodeSelectorTerm['matchFields']) =>
    list?.map(({ key, operator, values }) => ({ Key: key, Operator: operator, Values: values ?? null })) ?? null
  return { MatchExpressions: requirements(matchExpressions), MatchFields: requirements(matchFields) }
}

/** The new spec with the old values of all that may change, so that what is left of the difference may not. */
function withoutWhatMayChange(spec: PodSpec, old: PodSpec): PodSpec {
  const withImages = (list: readonly Container[], before: readonly Container[] | undefined) =>
    list.map((container, index) => {
      const { image: _, ...others } = container
      const image = before?.[index]?.image
      return { ...others, ...(image !== undefined && { image }) }
    })
  const graceMended = (old.terminationGracePeriodSeconds ?? 0) < 0 && spec.terminationGracePeriodSeconds === 1
  const { activeDeadlineSeconds: _, ...others } = spec
  const munged: PodSpec = {
    ...others,
    containers: withImages(spec.containers, old.containers),
    ...(spec.initContainers && { initContainers: withImages(spec.initContainers, old.initContainers) }),
    ...(old.activeDeadlineSeconds !== undefined && { activeDeadlineSeconds: old.activeDeadlineSeconds }),
    schedulingGates: old.schedulingGates ?? [],
    tolerations: old.tolerations ?? [],
    ...(graceMended && { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds ?? 1 }),
  }
  return (old.schedulingGates ?? []).length > 0 ? withOldPlace(munged, old) : munged
}

/** The new spec with the old node selector and node affinity, whose changes have been looked at. */
function withOldPlace(spec: PodSpec, old: PodSpec): PodSpec {
  const { nodeSelector: _, affinity, ...others } = spec
  const { nodeAffinity: __, ...podAffinities } = affinity ?? {}
  const nodeAffinity = old.affinity?.nodeAffinity
  const isLeft = nodeAffinity !== undefined || Object.keys(podAffinities).length > 0 || old.affinity !== undefined
  return {
    ...others,
    ...(old.nodeSelector && { nodeSelector: old.nodeSelector }),
    ...(isLeft && { affinity: { ...podAffinities, ...(nodeAffinity && { nodeAffinity }) } }),
  }
}

/** Where upstream prints a diff of its structs, whose form it leaves open: what each changed field was and is. */
function printChanges(old: PodSpec, spec: PodSpec): string {
  const [before, after]: Readonly<Record<string, unknown>>[] = [{ ...old }, { ...spec }]
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort()
  return names
    .filter(name => !sameJson(before?.[name], after?.[name]))
    .flatMap(name => [changeLine('-', name, before?.[name]), changeLine('+', name, after?.[name])])
    .join('')
}

function changeLine(sign: string, name: string, value: unknown): string {
  return value === undefined ? '' : `${sign} ${name}: ${printGoJson(value)}\n`
}
