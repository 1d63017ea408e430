import type { Manifest } from '../cluster/object.ts'
import { decode } from '../kubernetes/decode.ts'
import { schemaOf } from '../kubernetes/schemas.ts'
import { type Call, failure } from './call.ts'

/**
 * The manifest as it is sent under `--validate`: `strict` as it is, `warn` without the fields that nobody knows, each named
 * on stderr, `ignore` without them in silence. What the server cannot read at all is left for it to refuse.
 */
export function underValidation(call: Call, manifest: Manifest): Manifest {
  const mode = readMode(call)
  if (mode === 'strict') return manifest
  const [group = '', kind = ''] = manifest.apiVersion.includes('/')
    ? [manifest.apiVersion.split('/')[0], manifest.kind]
    : ['', manifest.kind]
  const schema = schemaOf(group, kind)
  if (!schema) return manifest
  const decoded = decode(manifest, schema)
  if (decoded.mistyped.length > 0) return manifest
  if (mode === 'warn') for (const { text } of decoded.unknown) call.stderr(`Warning: ${text}\n`)
  return decoded.unknown.length > 0 ? (decoded.value as Manifest) : manifest
}

function readMode({ flags }: Call): 'strict' | 'warn' | 'ignore' {
  const value = flags.text('validate') || 'strict'
  if (value === 'strict' || value === 'true') return 'strict'
  if (value === 'warn') return 'warn'
  if (value === 'ignore' || value === 'false') return 'ignore'
  throw failure(
    `invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  )
}
