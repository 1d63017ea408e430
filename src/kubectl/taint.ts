import { resourceNamed } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Node } from '../kubernetes/node.ts'
import { printTaint, sameTaint, type Taint, type TaintEffect } from '../kubernetes/taint.ts'
import { parseTaint } from '../kubernetes/taint-spec.ts'
import { type Call, Failure, failure, usageFailure, type Verb } from './call.ts'
import { update } from './client.ts'
import { rulesVersion } from './columns.ts'
import { findResource } from './resource-arguments.ts'
import { readDryRun, sayTyped, WRITING_FLAGS } from './result-line.ts'
import { selectNamed, targetsOf } from './selection.ts'
import { collected, forEach } from './server-error.ts'

/** `kubectl taint`. (kubectl `pkg/cmd/taint`) */
export const taint: Verb = {
  name: 'taint',
  flags: [
    ...WRITING_FLAGS.filter(flag => flag.name !== 'record'),
    { name: 'all', type: 'bool' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'overwrite', type: 'bool' },
    { name: 'validate', type: 'string', bare: 'strict' },
  ],
  run(call) {
    const [resources, specs] = splitArguments(call.args)
    const [type, ...names] = resources
    if (type === undefined) throw failure('one or more resources must be specified as <resource> <name>')
    if (specs.length === 0) throw failure('at least one taint update is required')
    const changes = readChanges(specs, call)
    checkTarget(call, type, names, changes)
    const dryRun = readDryRun(call)
    const resource = resourceNamed('nodes')
    const named = call.flags.isOn('all') || names.length === 0 ? {} : { names }
    const found = { resource, ...named, ...selectNamed(call, resource, named.names ?? []) }
    forEach(targetsOf([found]), ({ object }) => changeNode(call, object as Node & KubeObject, changes, dryRun))
  },
}

interface Changes {
  readonly added: readonly Taint[]
  readonly removed: readonly { readonly key: string; readonly effect?: TaintEffect }[]
}

/** What looks like a change ends the names: it holds a `=` or a `:`, or ends in a dash. */
function splitArguments(args: readonly string[]): readonly [readonly string[], readonly string[]] {
  const isSpec = (arg: string) => /[=:]/.test(arg) || arg.endsWith('-')
  const start = args.findIndex(isSpec)
  if (start < 0) return [args, []]
  const late = args.slice(start).find(arg => !isSpec(arg))
  if (late !== undefined) throw failure(`all resources must be specified before taint changes: ${late}`)
  return [args.slice(0, start), args.slice(start)]
}

function readChanges(specs: readonly string[], call: Call): Changes {
  const added: Taint[] = []
  const removed: { key: string; effect?: TaintEffect }[] = []
  for (const spec of specs) {
    const parsed = parseTaint(spec, rulesVersion(call.cluster.version))
    if (!parsed.ok) throw usageFailure('taint', parsed.issue.text)
    if (parsed.value.kind === 'remove') {
      const { kind: _, ...change } = parsed.value
      removed.push(change)
      continue
    }
    const { key, value = '', effect } = parsed.value.taint
    if (added.some(one => one.key === key && one.effect === effect)) {
      const text = `duplicated taints with the same key and effect: {${key} ${value} ${effect} <nil>}`
      throw usageFailure('taint', text)
    }
    added.push(parsed.value.taint)
  }
  return { added, removed }
}

function checkTarget(call: Call, type: string, names: readonly string[], { added, removed }: Changes): void {
  const { flags } = call
  if (findTaintable(call, type).name !== 'nodes')
    throw failure(`invalid resource type ${type.toLowerCase()}, only node types are supported`)
  const both = removed.filter(({ key, effect }) =>
    added.some(one => one.key === key && (!effect || one.effect === effect)),
  )
  if (both.length > 0) {
    const list = both.map(({ key, effect = '' }) => `${key}=${effect}`).join(', ')
    throw failure(`can not both modify and remove the following taint(s) in the same command: ${list}`)
  }
  const hasSelector = flags.text('selector') !== ''
  if (flags.isOn('all') && hasSelector) throw failure("setting 'all' parameter with a non empty selector is prohibited")
  if (!flags.isOn('all') && !hasSelector && names.length === 0)
    throw failure("at least one resource name must be specified since 'all' parameter is not set")
}

/** An unknown type is said here without `error: `. (RESTMapper `NoResourceMatchError`) */
function findTaintable(call: Call, type: string) {
  try {
    return findResource(call, type)
  } catch (error) {
    if (error instanceof Failure) throw new Failure(error.text.replace(/^error: /, ''))
    throw error
  }
}

/**
 * Adds before it removes. The word that says what was done looks at whether taints came in before any were removed, and
 * whether the last removal found one. (kubectl `taint/utils.go`, `reorganizeTaints`)
 */
function changeNode(
  call: Call,
  node: Node & KubeObject,
  changes: Changes,
  dryRun: ReturnType<typeof readDryRun>,
): void {
  const old = node.spec?.taints ?? []
  const isOld = (one: Taint) => old.some(other => sameTaint(one, other))
  if (!call.flags.isOn('overwrite')) {
    const taken = changes.added.filter(isOld).map(one => one.key)
    if (taken.length > 0)
      throw failure(
        `node ${node.metadata.name} already has ${taken.join(',')} taint(s) with same effect(s) and --overwrite is false`,
      )
  }
  let taints: readonly Taint[] = [
    ...changes.added,
    ...old.filter(one => !changes.added.some(other => sameTaint(one, other))),
  ]
  const grew = taints.length !== old.length
  const notFound: string[] = []
  let lastRemoved = false
  for (const { key, effect } of changes.removed) {
    const left = taints.filter(one => one.key !== key || (effect !== undefined && one.effect !== effect))
    lastRemoved = left.length < taints.length
    if (!lastRemoved) notFound.push(`taint "${printTaint({ key, ...(effect && { effect }) })}" not found`)
    taints = left
  }
  if (notFound.length > 0) throw collected(notFound)
  const { taints: _, ...spec } = node.spec ?? {}
  const changed = { ...node, spec: taints.length > 0 ? { ...spec, taints } : spec }
  const nodes = resourceNamed('nodes')
  const after = dryRun === 'client' ? changed : update(call, nodes, changed, dryRun)
  // A dry run is not said to be one: upstream sets the operation after the suffix.
  const isModified = call.flags.isOn('overwrite') || (grew && lastRemoved)
  sayTyped(call, nodes, after, isModified ? 'modified' : grew ? 'tainted' : 'untainted', 'none')
}
