import {
  type ManifestDocument,
  type Path,
  type Position,
  readManifest,
  type YamlFaultCode,
} from '../kubectl/manifest.ts'
import { printYaml } from '../kubectl/yaml-print.ts'
import type { Issue, IssueParams } from '../kubernetes/issue.ts'
import { readTolerations } from '../kubernetes/read-tolerations.ts'
import type { Toleration } from '../kubernetes/toleration.ts'

/** What can be wrong with tolerations that were written; one word for each sentence that a locale has to have. */
export type WrittenCode = YamlFaultCode | (typeof SHAPE_CODES)[number] | (typeof REFUSED_CODES)[number]

/** What is YAML but holds no tolerations. */
const SHAPE_CODES = [
  'several-documents',
  'no-tolerations',
  'outside-template',
  'list-expected',
  'fields-expected',
  'text-expected',
  'text-unquoted',
  'number-expected',
] as const

/** What the API server's validation refuses in tolerations with its default gates, and a field that nobody knows. */
const REFUSED_CODES = [
  'unknown-field',
  'label-key-parts',
  'label-key-prefix-empty',
  'label-key-prefix-too-long',
  'label-key-prefix-format',
  'label-key-name-empty',
  'label-key-name-too-long',
  'label-key-name-format',
  'label-value-too-long',
  'label-value-format',
  'unknown-effect',
  'unknown-operator',
  'empty-key-needs-exists',
  'seconds-need-no-execute',
  'exists-takes-no-value',
  'comparison-operator-off',
] as const

export interface WrittenIssue extends Position {
  readonly code: WrittenCode
  readonly params: IssueParams
  /** The words of what refuses it, in English; left out where nothing but this course does. */
  readonly text?: string
}

export type WrittenReading =
  | { readonly ok: true; readonly tolerations: readonly Toleration[] }
  /** `unread`: no YAML, or no tolerations in it. `refused`: the API server would not take them. */
  | { readonly ok: false; readonly code: 'unread' | 'refused'; readonly issues: readonly WrittenIssue[] }

/**
 * Reads the tolerations in a text of YAML: a bare list, `tolerations:` with its list, a whole pod, or a workload with
 * its template. What is wrong comes back with line and column, and with the API server's words where it is that which
 * refuses. Never throws, whatever the text.
 */
export function readWritten(text: string): WrittenReading {
  const reading = readManifest(text)
  if (!reading.ok) {
    // What follows the first fault is mostly its consequence.
    return unread(reading.faults.slice(0, 1).map(({ code, line, column }) => ({ code, params: {}, line, column })))
  }
  const [document, second] = reading.documents
  if (second) return unread([{ code: 'several-documents', params: {}, ...second.positionOf([]) }])
  const place = document && placeOf(document.value)
  if (!place || 'code' in place) {
    const { code, path } = place ?? { code: 'no-tolerations' as const, path: [] }
    return unread([{ code, params: {}, ...(document?.positionOf(path) ?? { line: 1, column: 1 }) }])
  }
  const read = readTolerations(place.value, {}, place.printed)
  if (read.ok) return { ok: true, tolerations: read.value }
  return { ok: false, code: 'refused', issues: reported(read.issues).map(issue => locate(issue, document, place)) }
}

/** Tolerations as a list in YAML, as kubectl would print it. */
export function printTolerations(tolerations: readonly Toleration[]): string {
  return printYaml(tolerations)
}

interface Place {
  readonly value: unknown
  readonly path: Path
  /** Where the API server would say that it stands. */
  readonly printed: string
}

function placeOf(
  value: unknown,
): Place | { readonly code: 'no-tolerations' | 'outside-template' | 'list-expected'; readonly path: Path } {
  if (Array.isArray(value)) return { value, path: [], printed: POD_PATH }
  const found = TEMPLATES.map(path => [...path, 'tolerations']).find(path => valueAt(value, path) !== undefined)
  if (found) {
    const [, owner] = found
    if (owner === 'tolerations' && valueAt(value, ['spec', 'template']) !== undefined)
      return { code: 'outside-template', path: found }
    return { value: valueAt(value, found), path: found, printed: found.length > 1 ? found.join('.') : POD_PATH }
  }
  const isToleration = FIELDS.some(field => [field, `-${field}`].some(name => valueAt(value, [name]) !== undefined))
  return { code: isToleration ? 'list-expected' : 'no-tolerations', path: [] }
}

const POD_PATH = 'spec.tolerations'
/** Where a pod's spec may stand, the innermost first: in a CronJob, another workload, a pod, or left out. */
const TEMPLATES: readonly Path[] = [
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'template', 'spec'],
  ['spec'],
  [],
]
const FIELDS = ['key', 'operator', 'value', 'effect', 'tolerationSeconds']

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, step)
      ? (at as Record<string, unknown>)[step]
      : undefined
  }, value)
}

/** Of what does not fit its type the API server reports the first alone, and unknown fields only without such. */
function reported(issues: readonly Issue[]): readonly Issue[] {
  const mistyped = issues.filter(({ code }) => code === 'wrong-type' || code === 'wrong-number')
  return mistyped.length > 0 ? mistyped.slice(0, 1) : issues
}

function locate({ path, code, params, text }: Issue, document: ManifestDocument, place: Place): WrittenIssue {
  const below = [...path.slice(place.printed.length).matchAll(/\[(\d+)\]|\.([^.[]+)/g)]
  const steps = below.map(([, index, field]) => (index === undefined ? (field ?? '') : Number(index)))
  // Validation reports a wrong value at its operator.
  const at = /^label-value|^exists-takes/.test(code) ? [...steps.slice(0, 1), 'value'] : steps
  const isField = code === 'wrong-type' || code === 'wrong-number' || code === 'unknown-field'
  return {
    code: writtenCode(code, params),
    params,
    ...document.positionOf([...place.path, ...at]),
    text: isField
      ? `${UNREADABLE}${code === 'unknown-field' ? 'strict decoding error: ' : ''}${text}`
      : `${path}: ${text}`,
  }
}

/** (apimachinery `runtime`, of a pod that is created) */
const UNREADABLE = 'Pod in version "v1" cannot be handled as a Pod: '

function writtenCode(code: Issue['code'], { expected, found }: IssueParams): WrittenCode {
  if (code === 'wrong-number') return 'number-expected'
  if (code === 'wrong-type') {
    if (expected === 'list') return 'list-expected'
    if (expected === 'struct') return 'fields-expected'
    if (expected === 'int') return 'number-expected'
    return found === 'bool' || found === 'number' ? 'text-unquoted' : 'text-expected'
  }
  const known = REFUSED_CODES.find(each => each === code)
  if (!known) throw new Error(`no tolerations are refused for ${code}`)
  return known
}

function unread(issues: readonly WrittenIssue[]): WrittenReading {
  return { ok: false, code: 'unread', issues }
}
