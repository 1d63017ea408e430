import type { KubeObject } from '../cluster/object.ts'
import { type Call, failure } from './call.ts'
import { parseColumns, parseColumnsFile, printColumns } from './custom-columns.ts'
import { printGoTemplate } from './go-template.ts'
import { printIndentedJson } from './json.ts'
import { printJsonPath } from './jsonpath.ts'
import { printKyaml } from './kyaml-print.ts'
import type { List, Placed } from './list.ts'
import { printKind } from './resource-arguments.ts'
import { printYaml } from './yaml-print.ts'

/** Those that every verb prints in. (cli-runtime `PrintFlags.AllowedFormats`) */
const FORMATS =
  'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile'

/**
 * Prints objects in any format of `-o` but a table: one by itself, or several in a list. Throws a `Failure` for a format that
 * is none, and where printing fails. `continued`: others were printed before, as in a watch. `isGet`: in columns, too.
 */
export function printObjects(
  call: Call,
  output: string,
  placed: readonly Placed[],
  list: List | undefined,
  continued = false,
  isGet = false,
): void {
  const objects = placed.map(one =>
    call.flags.isOn('show-managed-fields') ? withManagedFields(one.object) : one.object,
  )
  const [given = '', ...rest] = output.split('=')
  const format = /^(json|k?yaml|name)$/i.test(given) ? given.toLowerCase() : given
  const argument = rest.length > 0 ? rest.join('=') : call.flags.text('template')
  if (isGet && /^custom-columns(-file)?$/.test(format)) {
    printInColumns(call, format, argument, objects, continued)
    return
  }
  switch (format) {
    case 'name':
      call.stdout(
        placed
          .map(
            ({ resource, object }) =>
              `${printKind(resource)}/${(object.metadata as Partial<KubeObject['metadata']> | undefined)?.name ?? '<unknown>'}\n`,
          )
          .join(''),
      )
      return
  }
  const value = list ? { ...list, items: objects } : objects[0]
  const print = printerFor(call, format, argument, isGet)
  if (value !== undefined) call.stdout((continued && format === 'yaml' ? '---\n' : '') + print(value))
}

function printerFor(call: Call, format: string, argument: string, isGet: boolean): (value: unknown) => string {
  const template = () => templateOf(call, format, argument)
  switch (format) {
    case 'yaml':
      return printYaml
    case 'kyaml':
      return printKyaml
    case 'json':
      return value => `${printIndentedJson(value)}\n`
    case 'jsonpath':
    case 'jsonpath-file': {
      const path = template()
      return value => printPath(path, value, 'text')
    }
    case 'jsonpath-as-json': {
      const path = template()
      return value => printPath(path, value, 'json')
    }
    case 'go-template':
    case 'go-template-file':
    case 'template':
    case 'templatefile': {
      const text = template()
      return value => {
        const printed = printGoTemplate(text, value)
        if (!printed.ok) throw failure(printed.error)
        return printed.stdout
      }
    }
    default:
      throw failure(
        `unable to match a printer suitable for the output format "${call.flags.text('output')}", allowed formats are: ${isGet ? `custom-columns,custom-columns-file,${FORMATS},wide` : FORMATS},yaml`,
      )
  }
}

function templateOf(call: Call, format: string, argument: string): string {
  if (!argument) throw failure('template format specified but no template given')
  if (!format.endsWith('file')) return argument
  const text = call.round.readFile(argument)
  if (text === undefined)
    throw failure(`error reading --template ${argument}, open ${argument}: no such file or directory`)
  return text
}

function printPath(template: string, value: unknown, format: 'text' | 'json'): string {
  const printed = printJsonPath(template, value, format)
  if (!printed.ok) throw failure(printed.error + (printed.dump ?? ''))
  return printed.stdout
}

function printInColumns(
  call: Call,
  format: string,
  argument: string,
  objects: readonly KubeObject[],
  continued: boolean,
): void {
  const columns = format === 'custom-columns' ? parseColumns(argument) : columnsInFile(call, argument)
  if (!columns.ok) throw failure(columns.error)
  const printed = printColumns(columns.value, objects, continued || call.flags.isOn('no-headers'))
  call.stdout(printed.stdout)
  if (printed.error) throw failure(printed.error)
}

function columnsInFile(call: Call, path: string) {
  if (!path) return parseColumns('')
  const text = call.round.readFile(path)
  if (text === undefined) throw failure(`error reading template ${path}, open ${path}: no such file or directory`)
  return parseColumnsFile(text)
}

/** Who set which fields is not kept track of here: one manager, and no fields. */
function withManagedFields(object: KubeObject): KubeObject {
  const { apiVersion, metadata } = object
  const entry = {
    apiVersion,
    fieldsType: 'FieldsV1',
    manager: 'kubectl',
    operation: 'Update',
    time: metadata.creationTimestamp,
  }
  return { ...object, metadata: { ...metadata, managedFields: [entry] } }
}
