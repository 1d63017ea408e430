import { type Complaint, joinComplaints } from './issue.ts'
import { labelKeyComplaints, labelValueComplaints } from './label.ts'
import { TAINT_EFFECTS, type Taint, type TaintEffect } from './taint.ts'
import type { KubernetesVersion } from './version.ts'

/** One change of a node's taints. A removal without an effect removes every taint of that key. */
export type TaintChange =
  | { readonly kind: 'add'; readonly taint: Taint }
  | { readonly kind: 'remove'; readonly key: string; readonly effect?: TaintEffect }

export type TaintParsing =
  | { readonly ok: true; readonly value: TaintChange }
  | { readonly ok: false; readonly issue: Complaint }

/**
 * Reads a taint as `kubectl taint` takes it: `key=value:Effect` or `key:Effect` adds, a `-` at the end removes
 * (`key:Effect-`, `key-`; a value there is checked and dropped). The issue's text is kubectl's, without `error: `; it
 * names the effect before anything else that is wrong. (kubectl `taint/utils.go`, `parseTaint`)
 */
export function parseTaint(text: string, version?: KubernetesVersion): TaintParsing {
  const removes = text.endsWith('-')
  const spec = removes ? text.slice(0, -1) : text
  const [left = '', effect, ...more] = spec.split(':')
  if (more.length > 0) return misshapen(spec)
  if (effect !== undefined && !isEffect(effect)) {
    const params = { effect, supported: TAINT_EFFECTS.join(', ') }
    const issue = `invalid taint effect: ${effect}, unsupported taint effect`
    return { ok: false, issue: { code: 'unknown-effect', params, text: issue } }
  }
  // Without a colon the whole text is the key, `=` included.
  const [key = '', value, ...rest] = effect === undefined ? [left] : left.split('=')
  if (rest.length > 0) return misshapen(spec)
  const complaint =
    joinComplaints(value === undefined ? [] : labelValueComplaints(value, version), '; ') ??
    joinComplaints(labelKeyComplaints(key, version), '; ')
  if (complaint) return { ok: false, issue: { ...complaint, text: `invalid taint spec: ${spec}, ${complaint.text}` } }
  if (removes) return { ok: true, value: { kind: 'remove', key, ...(effect && { effect }) } }
  if (effect === undefined) return misshapen(spec)
  return { ok: true, value: { kind: 'add', taint: { key, ...(value && { value }), effect } } }
}

function misshapen(spec: string): TaintParsing {
  return { ok: false, issue: { code: 'taint-spec-shape', params: { spec }, text: `invalid taint spec: ${spec}` } }
}

function isEffect(text: string): text is TaintEffect {
  const effects: readonly string[] = TAINT_EFFECTS
  return effects.includes(text)
}
