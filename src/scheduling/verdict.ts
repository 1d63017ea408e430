import type { NodeSelectorRequirement } from '../kubernetes/node-selector.ts'
import type { Taint } from '../kubernetes/taint.ts'

/** Whether a node takes a pod, as one filter sees it, and why not. */
export type Verdict = { readonly fits: true } | { readonly fits: false; readonly reason: Reason }

/** Why a filter refuses a node, with what it found: a lesson teaches it, `kubectl` prints upstream's words for it. */
export type Reason =
  | { readonly code: 'other-node-name'; readonly wanted: string }
  | { readonly code: 'unschedulable' }
  | { readonly code: 'untolerated-taint'; readonly taint: Taint }
  /** The first label of `nodeSelector` that the node does not carry; `found` is its own value, if it has the label. */
  | { readonly code: 'node-selector'; readonly key: string; readonly wanted: string; readonly found?: string }
  /** For each term the first requirement that does not hold; `empty` for a term without any, which holds nowhere. */
  | { readonly code: 'node-affinity'; readonly unmet: readonly (NodeSelectorRequirement | 'empty')[] }

/** What most verdicts are. */
export const FITS: Verdict = { fits: true }

/** A refusal for `reason`. */
export function refuse(reason: Reason): Verdict {
  return { fits: false, reason }
}
