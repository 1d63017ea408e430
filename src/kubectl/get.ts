import type { ApiResource } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { type Call, Failure, failure, failures, type Verb } from './call.ts'
import { columnsOf, minorOf } from './columns.ts'
import { LIST, type Placed } from './list.ts'
import { partOf } from './part.ts'
import { printKind } from './resource-arguments.ts'
import { SELECTING_FLAGS, type Selection, select, selectionMatcher } from './selection.ts'
import { printTable, type TableOptions, tablePrinter } from './table.ts'

/** `kubectl get`. (kubectl `pkg/cmd/get`) */
export const get: Verb = {
  name: 'get',
  flags: [
    ...SELECTING_FLAGS,
    { name: 'output', short: 'o', type: 'string' },
    { name: 'template', type: 'string' },
    { name: 'no-headers', type: 'bool' },
    { name: 'show-labels', type: 'bool' },
    { name: 'show-kind', type: 'bool' },
    { name: 'show-managed-fields', type: 'bool' },
    { name: 'label-columns', short: 'L', type: 'list' },
    { name: 'sort-by', type: 'string' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'allow-missing-template-keys', type: 'bool' },
    { name: 'server-print', type: 'bool' },
    { name: 'chunk-size', type: 'int' },
    { name: 'watch', short: 'w', type: 'bool' },
    { name: 'watch-only', type: 'bool' },
    { name: 'output-watch-events', type: 'bool' },
  ],
  run(call) {
    if (call.args.length === 0 && !call.flags.has('filename')) throw nothingAsked()
    checkFlags(call)
    const found = select(call)
    const watches = call.flags.isOn('watch') || call.flags.isOn('watch-only')
    if (watches && new Set(found.map(one => one.resource)).size > 1)
      throw failure('you may only specify a single resource type')
    const missing = call.flags.isOn('ignore-not-found') ? [] : found.flatMap(one => one.missing)
    const output = call.flags.text('output') || (call.flags.has('template') ? 'go-template' : '')
    if (watches) {
      if (missing.length > 0) throw failures(missing)
      watchSelection(call, found, output)
      return
    }
    if (output === '' || output === 'wide') printTables(call, found, missing.length > 0)
    else if (found.some(one => one.objects.length > 0) || missing.length === 0) printOthers(call, output, found)
    if (missing.length > 0) throw failures(missing)
  },
}

function nothingAsked(): Failure {
  return new Failure(
    [
      'You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.',
      '',
      'error: Required resource not specified.',
      'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).',
      "See 'kubectl get -h' for help and examples",
      '',
    ].join('\n'),
  )
}

function checkFlags({ flags, cluster }: Call): void {
  const output = flags.text('output')
  if (flags.isOn('show-labels') && output !== '' && output !== 'wide')
    throw failure(`--show-labels option cannot be used with ${output} printer`)
  // Until 1.35 nobody minded.
  if (minorOf(cluster.version) > 35 && flags.has('label-columns') && output.startsWith('custom-columns'))
    throw failure(`--label-columns option cannot be used with ${output} printer`)
}

function printOthers(call: Call, output: string, found: readonly Selection[]): void {
  const placed = found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object })))
  const isOne = found.length === 1 && found[0]?.names?.length === 1
  partOf(call.parts, 'formats').printObjects(call, output, sorted(call, placed), isOne ? undefined : LIST, false, true)
}

function sorted(call: Call, placed: readonly Placed[]): readonly Placed[] {
  const path = call.flags.text('sort-by')
  if (!path || placed.length === 0) return placed
  const places = new Map(placed.map(one => [one.object, one]))
  return partOf(call.parts, 'formats')
    .sortObjects([...places.keys()], path)
    .flatMap(object => places.get(object) ?? [])
}

function printTables(call: Call, found: readonly Selection[], hasErrors: boolean): void {
  const { flags, cluster } = call
  const path = flags.text('sort-by')
  const isMany = found.reduce((sum, { names, objects }) => sum + (names ? objects.length : 1), 0) > 1
  // What the server answers with are tables then, in which a path finds nothing. (`RuntimeSorter.Sort`)
  if (path && isMany) partOf(call.parts, 'formats').sortObjects([], path)
  // Neighbours of one resource share a table: `pod/a pod/b` has one header.
  const groups: { readonly resource: Selection['resource']; readonly objects: KubeObject[] }[] = []
  for (const { resource, objects, names } of found) {
    if (names && objects.length === 0) continue
    const ordered = path && objects.length > 1 ? partOf(call.parts, 'formats').sortRows(objects, path) : objects
    const last = groups.at(-1)
    if (last?.resource === resource) last.objects.push(...ordered)
    else groups.push({ resource, objects: [...ordered] })
  }
  const manyKinds = new Set(groups.map(one => one.resource)).size > 1
  const tables = groups.flatMap(({ resource, objects }) => {
    return printTable(objects, tableOptions(call, resource, manyKinds), cluster) || []
  })
  call.stdout(tables.join(flags.isOn('no-headers') ? '' : '\n'))
  if (tables.length > 0 || hasErrors || flags.isOn('ignore-not-found')) return
  const oneNamespace = !flags.isOn('all-namespaces') && found.every(one => one.resource.namespaced)
  call.stderr(oneNamespace ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n')
}

function tableOptions({ flags, parts }: Call, resource: ApiResource, withKind: boolean): TableOptions {
  return {
    columnsOf: kind => {
      // Without the server's columns kubectl has two of its own. (cli-runtime `DefaultPrintHandler`)
      if (flags.text('server-print') === 'false') return partOf(parts, 'columns').otherColumns('')
      return columnsOf(kind) ?? partOf(parts, 'columns').otherColumns(kind)
    },
    wide: flags.text('output') === 'wide',
    noHeaders: flags.isOn('no-headers'),
    withNamespace: flags.isOn('all-namespaces') && resource.namespaced,
    labelColumns: flags.list('label-columns'),
    showLabels: flags.isOn('show-labels'),
    namePrefix: withKind || flags.isOn('show-kind') ? `${printKind(resource)}/` : '',
  }
}

/** Prints what is there, then each change of it: what stops being selected goes as if it were deleted. (`watch`) */
function watchSelection(call: Call, found: readonly Selection[], output: string): void {
  const [first] = found
  if (!first) return
  const { resource, names } = first
  const objects = found.flatMap(one => one.objects)
  const show = watchPrinter(call, resource, output)
  if (!call.flags.isOn('watch-only')) show('ADDED', objects, call.cluster.now)
  if (names && objects.length > 1) throw failure('you may only watch a single resource or type of resource at a time')
  const isSelected = selectionMatcher(call, resource)
  const isMeant = (object: KubeObject) =>
    names ? names.includes(object.metadata.name) && isHere(call, object) : isSelected(object)
  partOf(call.parts, 'time').watch(call, ({ type, resource: changed, object, before, at }) => {
    if (changed !== resource.name) return
    const was = before !== undefined && isMeant(before)
    const is = type !== 'DELETED' && isMeant(object)
    if (was || is) show(!is ? 'DELETED' : was ? 'MODIFIED' : 'ADDED', [object], at)
  })
}

function isHere({ namespace }: Call, { metadata }: KubeObject): boolean {
  return metadata.namespace === undefined || metadata.namespace === namespace
}

type Shown = (event: string, objects: readonly KubeObject[], now: number) => void

function watchPrinter(call: Call, resource: ApiResource, output: string): Shown {
  const says = call.flags.isOn('output-watch-events')
  if (output === '' || output === 'wide') {
    const print = tablePrinter(tableOptions(call, resource, false))
    const { version } = call.cluster
    return (event, objects, now) => call.stdout(print(objects, { now, version }, says ? event : undefined))
  }
  const { printObjects } = partOf(call.parts, 'formats')
  let continued = false
  return (_, objects) => {
    for (const object of objects) {
      printObjects(call, output, [{ resource, object }], undefined, continued, true)
      continued = true
    }
  }
}
