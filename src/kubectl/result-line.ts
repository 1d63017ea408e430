import type { ApiResource } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { decode } from '../kubernetes/decode.ts'
import { OBJECT_META } from '../kubernetes/object-meta-schema.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { type Call, failure } from './call.ts'
import { DRY_RUNS, type DryRun } from './client.ts'
import type { Flag } from './flags.ts'
import { printIndentedJson } from './json.ts'
import { partOf } from './part.ts'
import { printKind } from './resource-arguments.ts'

/** The flags of verbs that change something and say so in a line. */
export const WRITING_FLAGS: readonly Flag[] = [
  { name: 'dry-run', type: 'string', bare: 'unchanged' },
  { name: 'output', short: 'o', type: 'string' },
  { name: 'record', type: 'bool' },
  { name: 'template', type: 'string' },
  { name: 'show-managed-fields', type: 'bool' },
  { name: 'field-manager', type: 'string' },
]

/** The formats of `-o` where there is no table. (cli-runtime `PrintFlags.AllowedFormats`) */
const FORMATS =
  'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml'

/**
 * What `--dry-run` says. Without a value it means `client`, and warns. Before anything is done, `-o` is looked at too: throws
 * a `Failure` for a format that is none.
 */
export function readDryRun({ flags, stderr }: Call): DryRun {
  if (flags.has('record')) stderr('Flag --record has been deprecated, --record will be removed in the future\n')
  const output = flags.text('output')
  if (output !== '' && !FORMATS.split(',').includes(output.replace(/=.*/s, '')))
    throw failure(
      `unable to match a printer suitable for the output format "${output}", allowed formats are: ${FORMATS}`,
    )
  const value = flags.text('dry-run') || 'none'
  if (value === 'unchanged') {
    stderr('W: --dry-run is deprecated and can be replaced with --dry-run=client.\n')
    return 'client'
  }
  const found = DRY_RUNS.find(one => one === value)
  if (found) return found
  throw failure(`Invalid dry-run value (${value}). Must be "none", "server", or "client".`)
}

/** `pod/web created`, with ` (dry run)` where it was one; with `-o`, the object instead. */
export function sayDone(
  call: Call,
  resource: ApiResource,
  object: KubeObject,
  operation: string,
  dryRun: DryRun,
): void {
  const output = call.flags.text('output')
  if (output !== '') {
    partOf(call.parts, 'formats').printObjects(call, output, [{ resource, object }], undefined)
    return
  }
  const suffix = dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'
  call.stdout(`${printKind(resource)}/${object.metadata.name} ${operation}${suffix}\n`)
}

/**
 * As `sayDone`, for what upstream holds as a Go struct and not as a map: its JSON has the struct's order.
 * (cli-runtime `printers.JSONPrinter`)
 */
export function sayTyped(...said: Parameters<typeof sayDone>): void {
  const [call, , object] = said
  if (call.flags.text('output') !== 'json') sayDone(...said)
  else call.stdout(`${printIndentedJson(inGoOrder(object), '', true)}\n`)
}

/** Of what is not read by a schema here, all but the metadata stays as it is. */
function inGoOrder(object: KubeObject): unknown {
  const { apiVersion, kind, metadata, ...rest } = object
  const schema = schemaOf(apiVersion.replace(/\/?[^/]*$/, ''), kind)
  return schema
    ? decode(object, schema).value
    : { kind, apiVersion, metadata: decode(metadata, OBJECT_META).value, ...rest }
}
