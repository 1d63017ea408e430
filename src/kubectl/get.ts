import type { KubeObject } from '../cluster/object.ts'
import { type Call, Failure, failure, failures, type Verb } from './call.ts'
import { type Placed, printObjects } from './print-objects.ts'
import { printKind } from './resource-arguments.ts'
import { SELECTING_FLAGS, type Selection, select } from './selection.ts'
import { sortObjects } from './sort-by.ts'
import { printTable } from './table.ts'

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
    { name: 'chunk-size', type: 'string' },
  ],
  run(call) {
    if (call.args.length === 0 && !call.flags.has('filename')) throw nothingAsked()
    checkFlags(call)
    const found = select(call)
    if (found.some(one => one.resource.name === 'endpoints'))
      call.stderr('Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n')
    const missing = call.flags.isOn('ignore-not-found') ? [] : found.flatMap(one => one.missing)
    const output = call.flags.text('output')
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

function checkFlags({ flags }: Call): void {
  const output = flags.text('output')
  if (flags.isOn('show-labels') && output !== '' && output !== 'wide')
    throw failure(`--show-labels option cannot be used with ${output} printer`)
  if (flags.has('label-columns') && output.startsWith('custom-columns'))
    throw failure(`--label-columns option cannot be used with ${output} printer`)
}

function printOthers(call: Call, output: string, found: readonly Selection[]): void {
  const placed = found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object })))
  const isOne = found.length === 1 && found[0]?.names?.length === 1
  printObjects(call, output, sorted(call, placed), !isOne)
}

function sorted(call: Call, placed: readonly Placed[]): readonly Placed[] {
  const path = call.flags.text('sort-by')
  if (!path || placed.length === 0) return placed
  const places = new Map(placed.map(one => [one.object, one]))
  return sortObjects([...places.keys()], path).flatMap(object => places.get(object) ?? [])
}

function printTables(call: Call, found: readonly Selection[], hasErrors: boolean): void {
  const { flags, cluster } = call
  const path = flags.text('sort-by')
  // Neighbours of one resource share a table: `pod/a pod/b` has one header.
  const groups: { readonly resource: Selection['resource']; readonly objects: KubeObject[] }[] = []
  for (const { resource, objects } of found) {
    const last = groups.at(-1)
    if (last?.resource === resource) last.objects.push(...objects)
    else groups.push({ resource, objects: [...objects] })
  }
  const manyKinds = new Set(groups.filter(one => one.objects.length > 0).map(one => one.resource)).size > 1
  const tables = groups.flatMap(({ resource, objects }) => {
    const table = printTable(
      path && objects.length > 0 ? sortObjects(objects, path) : objects,
      {
        wide: flags.text('output') === 'wide',
        noHeaders: flags.isOn('no-headers'),
        withNamespace: flags.isOn('all-namespaces') && resource.namespaced,
        labelColumns: flags.list('label-columns'),
        showLabels: flags.isOn('show-labels'),
        namePrefix: manyKinds || flags.isOn('show-kind') ? `${printKind(resource)}/` : '',
      },
      cluster,
    )
    return table || []
  })
  call.stdout(tables.join(flags.isOn('no-headers') ? '' : '\n'))
  if (tables.length > 0 || hasErrors || flags.isOn('ignore-not-found')) return
  const oneNamespace = !flags.isOn('all-namespaces') && found.every(one => one.resource.namespaced)
  call.stderr(oneNamespace ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n')
}
