import { type ApiResource, apiVersionOf, resourceOf } from '../cluster/api-resource.ts'
import type { Manifest } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { type Call, failure } from './call.ts'
import type { FileObject } from './file-object.ts'
import { isRecord, printJson } from './json.ts'
import { readManifest, type YamlFault } from './manifest.ts'

/** Throws a `Failure` where no file is named. (cli-runtime `FilenameOptions.RequireFilenameOrKustomize`) */
export function requireFiles({ flags }: Call): void {
  if (!flags.has('filename') && !flags.has('kustomize')) throw failure('must specify one of -f and -k')
}

/** As `readFiles`, for a verb that has nothing to do without an object. */
export function readSomeFiles(call: Call, verb: string): readonly FileObject[] {
  const files = readFiles(call, call.flags.text('validate') !== 'false')
  if (files.length === 0) throw failure(`no objects passed to ${verb}`)
  return files
}

/**
 * The objects in the files of `-f`, in their order, and in the files of a directory that is named there, with `-R` in those
 * below it too; Lists are taken apart. `isChecked`: before it is decoded, an object is looked at. Throws a `Failure` at what cannot be read: a file
 * that is not there, a text that is no YAML, an object without a kind or of one that nothing serves.
 * (cli-runtime `resource.Builder`, `StreamVisitor`)
 */
export function readFiles(call: Call, isChecked = false): readonly FileObject[] {
  if (call.flags.has('kustomize')) throw failure('this terminal has no kustomize')
  return call.flags
    .list('filename')
    .flatMap(given => filesAt(call, given))
    .flatMap(path => {
      const source = path === '-' ? 'STDIN' : path
      const text = path === '-' ? call.round.stdin : call.round.readFile(path)
      if (text === undefined) throw failure(`the path ${quoteGo(path)} does not exist`)
      const reading = readManifest(text)
      if (!reading.ok)
        throw failure(`error parsing ${source}: error converting YAML to JSON: ${printFaults(reading.faults)}`)
      return reading.documents.flatMap(({ value }) => (value === null ? [] : objectsIn(value, source, isChecked)))
    })
}

/** A file itself, or the files in a directory that look like manifests. (cli-runtime `ExpandPathsToFileVisitors`) */
function filesAt({ flags, round }: Call, path: string): readonly string[] {
  const inside = path === '-' ? undefined : round.filesUnder(path)
  if (!inside) return [path]
  const start = path
    .replace(/^(\.\/+)*(\.$)?/, '')
    .replace(/\/*$/, '/')
    .replace(/^\/$/, '')
  const found = inside.filter(one => /\.(json|ya?ml)$/.test(one) && (flags.isOn('recursive') || !one.includes('/')))
  if (found.length === 0) throw failure(`error reading [${path}]: recognized file extensions are [.json .yaml .yml]`)
  return found.map(one => start + one)
}

function objectsIn(value: unknown, source: string, isChecked: boolean): readonly FileObject[] {
  const { apiVersion, kind, metadata, items } = isRecord(value) ? value : {}
  const lacks = [
    ...(typeof apiVersion === 'string' && apiVersion !== '' ? [] : ['apiVersion']),
    ...(typeof kind === 'string' && kind !== '' ? [] : ['kind']),
  ]
  const [first = ''] = lacks
  if (lacks.length > 0 && isChecked) {
    const unset = lacks.map(name => `${name} not set`).join(', ')
    const wrong = !isRecord(value) ? 'invalid object to validate' : lacks.length > 1 ? `[${unset}]` : unset
    throw failure(
      `error validating ${quoteGo(source)}: error validating data: ${wrong}; if you choose to ignore these errors, turn validation off with --validate=false`,
    )
  }
  if (lacks.includes('kind') || first)
    throw failure(
      `unable to decode ${quoteGo(source)}: Object '${lacks.includes('kind') ? 'Kind' : first}' is missing in '${printJson(value)}'`,
    )
  if (kind === 'List' && Array.isArray(items))
    return items.flatMap((item: unknown) => objectsIn(item, source, isChecked))
  const manifest = { ...(value as object), apiVersion, kind, metadata: isRecord(metadata) ? metadata : {} } as Manifest
  const resource = resourceOf(manifest)
  if (!resource) throw unknownKind(manifest, source)
  return [{ resource, manifest, source }]
}

/** Which object a manifest is about: a name that is no text counts as none. (apimachinery `Unstructured.GetName`) */
export function identityOf({ metadata = {} }: Manifest): { readonly name: string; readonly namespace?: string } {
  const { name, namespace } = metadata
  return {
    name: typeof name === 'string' ? name : '',
    ...(typeof namespace === 'string' && { namespace }),
  }
}

/** As `identityOf`, for what is to be looked up: a `Failure` where there is no name. */
export function identityToLookUp(manifest: Manifest): ReturnType<typeof identityOf> {
  const identity = identityOf(manifest)
  if (identity.name === '') throw failure('resource name may not be empty')
  return identity
}

function unknownKind(manifest: Manifest, source: string) {
  const { apiVersion, kind } = manifest
  const { name, namespace = '' } = identityOf(manifest)
  const what = `resource mapping not found for name: ${quoteGo(name)} namespace: ${quoteGo(namespace)} from ${quoteGo(source)}`
  return failure(
    `${what}: no matches for kind ${quoteGo(kind)} in version ${quoteGo(apiVersion)}\nensure CRDs are installed first`,
  )
}

/** What is wrong with a text, in go-yaml's words: it stops at the first fault. */
export function printFaults([fault]: readonly YamlFault[]): string {
  if (!fault) throw new Error('a text that cannot be read has no fault')
  const { code, line, text } = fault
  switch (code) {
    case 'too-large':
      return `yaml: line ${line}: the text is larger than what this terminal reads`
    case 'too-many-aliases':
      return `yaml: line ${line}: document contains excessive aliasing`
    case 'alias':
      return `yaml: line ${line}: unknown anchor referenced`
    case 'duplicate-key':
      return `yaml: unmarshal errors:\n  line ${line}: mapping key already defined`
    case 'tab':
      return `yaml: line ${line}: found character that cannot start any token`
    case 'nested-key':
      return `yaml: line ${line}: mapping values are not allowed in this context`
    case 'quote-open':
      return `yaml: line ${line}: found unexpected end of stream`
    case 'indent':
    case 'list-indent':
    case 'colon-missing':
      return `yaml: line ${line}: did not find expected key`
    case 'too-deep':
      return `yaml: line ${line}: exceeded max depth of 10000`
    case 'bracket-open':
    case 'comma-missing':
      return `yaml: line ${line}: did not find expected ',' or '${/seq/.test(text) ? ']' : '}'}'`
    default:
      return `yaml: line ${line}: ${text.slice(0, LONGEST_WORDS) || 'invalid map key'}`
  }
}

/** The parser's words may name all of a long text. */
const LONGEST_WORDS = 200

/** `apps/v1, Kind=DaemonSet`; `/v1, Kind=Pod` in the core group. */
export function printGroupVersionKind(resource: ApiResource): string {
  return `${resource.group ? apiVersionOf(resource) : `/${resource.version}`}, Kind=${resource.kind}`
}
