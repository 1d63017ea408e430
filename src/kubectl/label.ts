import type { ApiResource } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { labelValueComplaints } from '../kubernetes/label.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { type Call, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { minorOf, rulesVersion } from './columns.ts'
import { printJson } from './json.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, selectMeant, targetsOf } from './selection.ts'
import { collected, forEach } from './server-error.ts'

const FLAGS = [
  ...SELECTING_FLAGS,
  ...WRITING_FLAGS,
  { name: 'all', type: 'bool' },
  { name: 'overwrite', type: 'bool' },
  { name: 'list', type: 'bool' },
  { name: 'local', type: 'bool' },
  { name: 'resource-version', type: 'string' },
] as const

/** `kubectl label`. (kubectl `pkg/cmd/label`) */
export const label: Verb = {
  name: 'label',
  flags: FLAGS,
  run: call => change(call, 'labels'),
}

/** `kubectl annotate`. (kubectl `pkg/cmd/annotate`) */
export const annotate: Verb = {
  name: 'annotate',
  flags: FLAGS,
  run: call => change(call, 'annotations'),
}

type What = 'labels' | 'annotations'
const WORD: Readonly<Record<What, string>> = { labels: 'label', annotations: 'annotation' }

interface Pairs {
  readonly set: readonly (readonly [string, string])[]
  readonly removed: readonly string[]
}

function change(call: Call, what: What): void {
  const { flags } = call
  const [resources, specs] = splitArguments(call.args, WORD[what])
  const pairs = readPairs(specs, what, call)
  if (flags.isOn('all') && flags.text('selector') !== '')
    throw failure('cannot set --all and --selector at the same time')
  if (resources.length === 0 && !flags.has('filename'))
    throw failure('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  if (specs.length === 0 && !flags.isOn('list')) throw failure(`at least one ${WORD[what]} update is required`)
  const found = selectMeant({ ...call, args: resources })
  const dryRun = readDryRun(call)
  const isOne = found.flatMap(({ names }) => names ?? ['', '']).length === 1
  forEach(targetsOf(found), ({ resource, object }) => {
    if (flags.isOn('list')) listPairs(call, changedBy(call, object, what, pairs), what, isOne ? undefined : resource)
    else changeOne(call, resource, object, what, pairs, dryRun)
  })
}

/** Of several objects, each is said to be what it is: `Pod.`, of no group. (`RunLabel`) */
function listPairs(call: Call, object: KubeObject, what: What, resource: ApiResource | undefined): void {
  const { name, [what]: pairs = {} } = object.metadata
  if (resource) call.stdout(`Listing ${what} for ${resource.kind}.${resource.group}/${name}:\n`)
  const indent = resource ? ' ' : ''
  for (const [key, value] of Object.entries(pairs).sort()) call.stdout(`${indent}${key}=${value}\n`)
}

/** The object with what is asked for set and removed. */
function changedBy(call: Call, object: KubeObject, what: What, { set, removed }: Pairs): KubeObject {
  const { [what]: old = {}, ...metadata } = object.metadata
  checkOverwrites(call, old, set, what)
  const pairs = Object.fromEntries([...Object.entries(old).filter(([key]) => !removed.includes(key)), ...set])
  return { ...object, metadata: Object.keys(pairs).length > 0 ? { ...metadata, [what]: pairs } : metadata }
}

/** A pair holds a `=` after its key, a removal ends in a dash; what comes before the first of them names objects. */
function splitArguments(args: readonly string[], word: string): readonly [readonly string[], readonly string[]] {
  const isSpec = (arg: string) => arg.indexOf('=') > 0 || (arg.endsWith('-') && arg.length > 1)
  const start = args.findIndex(isSpec)
  if (start < 0) return [args, []]
  const late = args.slice(start).find(arg => !isSpec(arg))
  if (late !== undefined) throw failure(`all resources must be specified before ${word} changes: ${late}`)
  return [args.slice(0, start), args.slice(start)]
}

function readPairs(specs: readonly string[], what: What, call: Call): Pairs {
  const set: (readonly [string, string])[] = []
  const removed: string[] = []
  for (const spec of specs) {
    const equals = spec.indexOf('=')
    if (equals < 0) {
      removed.push(spec.slice(0, -1))
      continue
    }
    const [key, value] = [spec.slice(0, equals), spec.slice(equals + 1)]
    if (what === 'labels') checkLabel(spec, value, call)
    set.push([key, value])
  }
  if (removed.some(key => set.some(([other]) => other === key)))
    throw failure(
      `can not both modify and remove ${what === 'labels' ? 'a label' : 'the following annotation(s)'} in the same command${what === 'labels' ? '' : `: ${removed.join(', ')}`}`,
    )
  return { set, removed }
}

function checkLabel(spec: string, value: string, call: Call): void {
  if (value.includes('=')) throw failure(`invalid label spec: ${spec}`)
  const complaints = labelValueComplaints(value, rulesVersion(call.cluster.version))
  if (complaints.length > 0)
    throw failure(`invalid label value: ${quoteGo(spec)}: ${complaints.map(one => one.text).join(';')}`)
}

function changeOne(
  call: Call,
  resource: ApiResource,
  object: KubeObject,
  what: What,
  pairs: Pairs,
  dryRun: ReturnType<typeof readDryRun>,
): void {
  const { set, removed } = pairs
  const old: Labels = object.metadata[what] ?? {}
  if (what === 'labels' && dryRun !== 'client')
    for (const key of removed) if (!Object.hasOwn(old, key)) call.stdout(`label ${quoteGo(key)} not found.\n`)
  const changed = changedBy(call, object, what, pairs)
  const added = set.some(([key, value]) => old[key] !== value)
  const gone = removed.some(key => Object.hasOwn(old, key))
  const isSame = !added && !gone
  const after = isSame || dryRun === 'client' ? changed : update(call, resource, changed, dryRun)
  const shrinks = printJson(changed.metadata[what] ?? {}).length < printJson(old).length
  sayDone(call, resource, after, what === 'labels' ? labelOperation(added, gone, shrinks, call) : 'annotated', dryRun)
}

/** Up to 1.35 a change was a removal where the object got shorter and nothing was to be overwritten. */
function labelOperation(added: boolean, gone: boolean, shrinks: boolean, { cluster, flags }: Call): string {
  if (minorOf(cluster.version) < 36 && (added || gone))
    return shrinks && !flags.isOn('overwrite') ? 'unlabeled' : 'labeled'
  if (added && gone) return 'modified'
  if (added) return 'labeled'
  return gone ? 'unlabeled' : 'not labeled'
}

function checkOverwrites(call: Call, old: Labels, set: Pairs['set'], what: What): void {
  if (call.flags.isOn('overwrite')) return
  const taken = set.filter(([key, value]) => Object.hasOwn(old, key) && old[key] !== value)
  if (taken.length === 0) return
  if (what === 'annotations')
    throw failure(
      '--overwrite is false but found the following declared annotation(s): ' +
        taken.map(([key]) => `'${key}' already has a value (${old[key]})`).join('; '),
    )
  throw collected(taken.map(([key]) => `'${key}' already has a value (${old[key]}), and --overwrite is false`))
}
