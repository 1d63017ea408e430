import { type ApiResource, apiVersionOf, resourceOf } from '../cluster/api-resource.ts'
import type { Manifest } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import { type Call, failure } from './call.ts'
import type { FileObject } from './file-object.ts'
import { isRecord, printJson } from './json.ts'
import { readManifest, type YamlFault } from './manifest.ts'

/** As `readFiles`, for a verb that has nothing to do without an object. */
export function readSomeFiles(call: Call, verb: string): readonly FileObject[] {
  const files = readFiles(call)
  if (files.length === 0) throw failure(`no objects passed to ${verb}`)
  return files
}

/**
 * The objects in the files of `-f`, in their order; Lists are taken apart. Throws a `Failure` at what cannot be read: a file
 * that is not there, a text that is no YAML, an object without a kind or of one that nothing serves.
 * (cli-runtime `resource.Builder`, `StreamVisitor`)
 */
export function readFiles(call: Call): readonly FileObject[] {
  if (call.flags.has('kustomize')) throw failure('this terminal has no kustomize')
  return call.flags.list('filename').flatMap(path => {
    const source = path === '-' ? 'STDIN' : path
    const text = path === '-' ? call.round.stdin : call.round.readFile(path)
    if (text === undefined) throw failure(`the path ${quoteGo(path)} does not exist`)
    const reading = readManifest(text)
    if (!reading.ok)
      throw failure(`error parsing ${source}: error converting YAML to JSON: ${printFaults(reading.faults)}`)
    return reading.documents.flatMap(({ value }) => (value === null ? [] : objectsIn(value, source)))
  })
}

function objectsIn(value: unknown, source: string): readonly FileObject[] {
  if (!isRecord(value) || typeof value['kind'] !== 'string' || value['kind'] === '')
    throw failure(`unable to decode ${quoteGo(source)}: Object 'Kind' is missing in '${printJson(value)}'`)
  if (value['kind'] === 'List' && Array.isArray(value['items']))
    return value['items'].flatMap((item: unknown) => objectsIn(item, source))
  const { apiVersion, kind, metadata } = value
  if (typeof apiVersion !== 'string' || apiVersion === '')
    throw failure(
      `error validating ${quoteGo(source)}: error validating data: apiVersion not set; if you choose to ignore these errors, turn validation off with --validate=false`,
    )
  const manifest = { ...value, apiVersion, kind, metadata: isRecord(metadata) ? metadata : {} } as Manifest
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
