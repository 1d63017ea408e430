import type { PodAffinity, PodAffinityTerm } from '../kubernetes/affinity.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { type LabelMatcher, labelMatcher } from './label-match.ts'

/** A term of an affinity to pods, or of an anti-affinity, made ready. (framework `AffinityTerm`) */
export interface AffinityTerm {
  readonly topologyKey: string
  readonly namespaces: readonly string[]
  readonly namespaceMatcher: LabelMatcher
  readonly matcher: LabelMatcher
}

export interface WeightedAffinityTerm {
  readonly weight: number
  readonly term: AffinityTerm
}

/** The part of a pod that a term looks at. */
export interface Described {
  readonly namespace: string
  readonly labels: Labels
}

/**
 * Makes the terms of a pod in `namespace` ready. A term that names no namespaces and selects none means the pod's own.
 */
export function affinityTerms(
  affinity: PodAffinity | undefined,
  namespace: string,
): { readonly required: readonly AffinityTerm[]; readonly preferred: readonly WeightedAffinityTerm[] } {
  const ready = ({
    topologyKey,
    labelSelector,
    namespaces = [],
    namespaceSelector,
  }: PodAffinityTerm): AffinityTerm => ({
    topologyKey,
    namespaces: namespaces.length === 0 && !namespaceSelector ? [namespace] : namespaces,
    namespaceMatcher: labelMatcher(namespaceSelector),
    matcher: labelMatcher(labelSelector),
  })
  return {
    required: (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map(ready),
    preferred: (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(({ weight, podAffinityTerm }) => ({
      weight,
      term: ready(podAffinityTerm),
    })),
  }
}

/**
 * Whether a term means a pod, wherever it stands; `namespaceLabels` are those of the pod's namespace. Left out, there is
 * no such namespace, and no selector selects it but the empty one. (framework `AffinityTerm.Matches`)
 */
export function termMatches(term: AffinityTerm, pod: Described, namespaceLabels: Labels | undefined): boolean {
  return (
    (term.namespaces.includes(pod.namespace) || selects(term.namespaceMatcher, namespaceLabels)) &&
    term.matcher.matches(pod.labels)
  )
}

/** Whether every term of a list means the pod; an empty list means none. (interpodaffinity `podMatchesAllAffinityTerms`) */
export function allTermsMatch(
  terms: readonly AffinityTerm[],
  pod: Described,
  namespaceLabels: Labels | undefined,
): boolean {
  return terms.length > 0 && terms.every(term => termMatches(term, pod, namespaceLabels))
}

function selects(matcher: LabelMatcher, labels: Labels | undefined): boolean {
  return labels ? matcher.matches(labels) : matcher.empty
}

/** What a list of terms asks of pods, as a text: equal for terms that mean the same pods, wherever they stand. */
export function printTerms(terms: readonly AffinityTerm[]): string {
  return JSON.stringify(
    terms.map(({ namespaces, namespaceMatcher, matcher }) => [
      namespaces,
      namespaceMatcher.requirements ?? 'none',
      matcher.requirements ?? 'none',
    ]),
  )
}
