import { find } from '../cluster/cluster.ts'
import { isRecord, type Manifest } from '../cluster/object.ts'
import { type Action, settle, step } from '../cluster/step.ts'
import type { Taint } from '../kubernetes/taint.ts'
import { beginning } from './lab-beginning.ts'
import type { LabIssue } from './lab-protocol.ts'
import type { Reopened } from './lab-saved.ts'
import { beside } from './lab-shell.ts'
import { momentOf } from './lab-state.ts'
import { LAB_PRESETS, type LabPreset } from './lab-terms.ts'

/**
 * How to bring about a moment of the lab: a preset, what is created in it, and what ↑ finds in its terminal. A lesson's link
 * carries this; nothing in it is run.
 */
export interface SetUp {
  readonly format: 'setup'
  readonly preset: LabPreset
  /** Created in this order; of a node that is there the taints and labels become these. */
  readonly manifests: readonly Manifest[]
  /** The oldest first. */
  readonly typed: readonly string[]
}

/** What a link may set up. */
const MOST = { manifests: 200, typed: 200, characters: 10_000 }

/** Whether a JSON value says that it is to be set up. */
export function isSetUp(value: unknown): boolean {
  return isRecord(value) && value['format'] === 'setup'
}

/** The moment that a JSON value from anywhere sets up, if it does. Never throws, and takes nothing on trust. */
export function momentSetUp(value: unknown): Reopened {
  const asked = check(value)
  if (typeof asked === 'string') return failed({ code: 'state-invalid', values: { path: asked } })
  try {
    const { session, about } = beginning({ preset: asked.preset })
    let { cluster } = session()
    for (const manifest of asked.manifests) {
      const { cluster: next, refused } = step(cluster, actionFor(manifest))
      if (refused) return failed({ code: 'refused', values: { message: refused.message } })
      cluster = next
    }
    const { cluster: settled } = settle(cluster)
    return { ok: true, value: momentOf(beside(settled, asked.typed), about, settled.now) }

    function actionFor(manifest: Manifest): Action {
      const { name = '', labels } = manifest.metadata ?? {}
      const node = manifest.kind === 'Node' ? find(cluster, 'nodes', name) : undefined
      if (!node) return { type: 'create', manifest }
      const { taints } = (manifest['spec'] ?? {}) as { readonly taints?: readonly Taint[] }
      const metadata = { ...node.metadata, labels: { ...node.metadata.labels, ...labels } }
      return { type: 'update', manifest: { ...node, metadata, spec: { ...node.spec, ...(taints && { taints }) } } }
    }
  } catch {
    return failed({ code: 'state-stuck' })
  }
}

/** What is asked for, or the path of what does not belong there. */
function check(value: unknown): SetUp | string {
  if (!isRecord(value)) return 'format'
  const preset = LAB_PRESETS.find(name => name === value['preset'])
  if (preset === undefined) return 'preset'
  const { manifests, typed } = value
  if (!isList(manifests, MOST.manifests)) return 'manifests'
  const wrong = manifests.findIndex(manifest => !isManifest(manifest))
  if (wrong >= 0) return `manifests[${wrong}]`
  if (!isList(typed, MOST.typed) || !typed.every(isLine)) return 'typed'
  return { format: 'setup', preset, manifests: manifests as readonly Manifest[], typed: typed as readonly string[] }
}

function isManifest(value: unknown): boolean {
  return isRecord(value) && typeof value['apiVersion'] === 'string' && typeof value['kind'] === 'string'
}

function isLine(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MOST.characters
}

function isList(value: unknown, most: number): value is readonly unknown[] {
  return Array.isArray(value) && value.length <= most
}

function failed(issue: LabIssue): Reopened {
  return { ok: false, issue }
}
