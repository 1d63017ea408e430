import type { KubeObject } from '../cluster/object.ts'
import { type Call, failure, failures, type Verb } from './call.ts'
import { parseColumns, printColumns } from './custom-columns.ts'
import { printIndentedJson } from './json.ts'
import { printJsonPath } from './jsonpath.ts'
import { printKind } from './resource-arguments.ts'
import { type Selection, select } from './selection.ts'
import { printTable } from './table.ts'
import { printYaml } from './yaml-print.ts'

/** `kubectl get`. (kubectl `pkg/cmd/get`) */
export const get: Verb = {
  name: 'get',
  flags: [
    { name: 'output', short: 'o', type: 'string' },
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'field-selector', type: 'string' },
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'show-labels', type: 'bool' },
    { name: 'label-columns', short: 'L', type: 'list' },
  ],
  run(call) {
    const found = select(call)
    const output = call.flags.text('output')
    if (output === '' || output === 'wide') printTables(call, found)
    else print(call, output, found)
    const missing = found.flatMap(one => one.missing)
    if (missing.length > 0) throw failures(missing)
  },
}

function printTables(call: Call, found: readonly Selection[]): void {
  const { flags, cluster } = call
  const tables = found.flatMap(({ resource, objects }) => {
    const table = printTable(
      objects,
      {
        wide: flags.text('output') === 'wide',
        noHeaders: flags.isOn('no-headers'),
        withNamespace: flags.isOn('all-namespaces') && resource.namespaced,
        labelColumns: flags.list('label-columns'),
        showLabels: flags.isOn('show-labels'),
        namePrefix: found.length > 1 ? `${printKind(resource)}/` : '',
      },
      cluster,
    )
    return table || []
  })
  call.stdout(tables.join(flags.isOn('no-headers') ? '' : '\n'))
  if (tables.length > 0 || found.some(one => one.missing.length > 0)) return
  const oneNamespace = !flags.isOn('all-namespaces') && found.every(one => one.resource.namespaced)
  call.stderr(oneNamespace ? `No resources found in ${call.namespace} namespace.\n` : 'No resources found\n')
}

function print(call: Call, output: string, found: readonly Selection[]): void {
  const objects = found.flatMap(one => one.objects)
  const isList = found.some(one => !one.names || one.names.length > 1)
  const value = isList ? listOf(objects) : objects[0]
  if (value === undefined) return
  const [format = '', ...rest] = output.split('=')
  const argument = rest.join('=')
  if (format === 'custom-columns') printCustomColumns(call, argument, objects)
  else if (format === 'name') call.stdout(found.map(printNames).join(''))
  else call.stdout(printValue(format, argument, value))
}

/** What kubectl can print one object, or a List of several, as. */
function printValue(format: string, argument: string, value: unknown): string {
  switch (format) {
    case 'yaml':
      return printYaml(value)
    case 'json':
      return `${printIndentedJson(value)}\n`
    case 'jsonpath':
      return printPath(argument, value, 'text')
    case 'jsonpath-as-json':
      return printPath(argument, value, 'json')
    default:
      throw failure(
        `unable to match a printer suitable for the output format "${format}", allowed formats are: ${FORMATS}`,
      )
  }
}

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml'

function printNames({ resource, objects }: Selection): string {
  return objects.map(object => `${printKind(resource)}/${object.metadata.name}\n`).join('')
}

function listOf(items: readonly KubeObject[]): unknown {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } }
}

function printPath(template: string, value: unknown, format: 'text' | 'json'): string {
  if (!template) throw failure('template format specified but no template given')
  const printed = printJsonPath(template, value, format)
  if (!printed.ok) throw failure(printed.error + (printed.dump ?? ''))
  return printed.stdout
}

function printCustomColumns(call: Call, spec: string, objects: readonly KubeObject[]): void {
  const columns = parseColumns(spec)
  if (!columns.ok) throw failure(columns.error)
  const printed = printColumns(columns.value, objects, call.flags.isOn('no-headers'))
  call.stdout(printed.stdout)
  if (printed.error) throw failure(printed.error)
}
