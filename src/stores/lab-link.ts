import type { LabIssue } from './lab-protocol.ts'
import { namesPrototype } from './lab-prototype.ts'
import { Cancelled } from './lab-underway.ts'

/*
 * A link's payload: `<version>.<base64url of deflate-raw of JSON>`. Nothing here knows what the JSON means; what comes out is
 * any JSON value, and nobody has looked at it yet.
 */

export type Unpacked = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly issue: LabIssue }

/** The form of what follows the dot. */
const VERSION = 1

/** Longer payloads are shortened, or offered as a file: Chromium's address field takes no more, and other programs cut. */
export const LONGEST_LINK = 30_000

/** What a payload may unpack to, in bytes: more than the largest cluster that fits into a file of the lab. */
const MOST_BYTES = 256 * 1024 * 1024

const NO_BREATH = async (): Promise<void> => {}

/** A JSON value as a payload. */
export async function pack(value: unknown): Promise<string> {
  const packed = new Blob([JSON.stringify(value)]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  return `${VERSION}.${base64url(await bytesOf(packed, Number.POSITIVE_INFINITY, NO_BREATH))}`
}

/**
 * The JSON value of a payload, of the link or address that holds one, or of a file that holds either or the JSON itself. It
 * stops reading where more comes out than any lab has, and takes a breath now and then. Never rejects, but with a
 * `Cancelled` of that breath.
 */
export async function unpack(text: string, breath: () => Promise<void> = NO_BREATH): Promise<Unpacked> {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return parsed(trimmed, 'file-unreadable')
  const payload = trimmed.slice(trimmed.indexOf('#s=') < 0 ? 0 : trimmed.indexOf('#s=') + 3)
  const [, version, data] = /^([0-9]{1,4})\.([A-Za-z0-9_-]+)$/.exec(payload) ?? []
  if (version === undefined || data === undefined) return failed('link-unreadable')
  if (Number(version) !== VERSION) return { ok: false, issue: { code: 'link-version', values: { version } } }
  try {
    const bytes = bytesFrom(data)
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
    const unpacked = await bytesOf(stream, MOST_BYTES, breath)
    return parsed(new TextDecoder('utf-8', { fatal: true }).decode(unpacked), 'link-damaged')
  } catch (error) {
    if (error instanceof Cancelled) throw error
    if (error instanceof TooLarge) return tooLarge()
    return failed('link-damaged')
  }
}

function parsed(text: string, code: 'link-damaged' | 'file-unreadable'): Unpacked {
  if (text.length > MOST_BYTES) return tooLarge()
  try {
    const value: unknown = JSON.parse(text)
    return namesPrototype(text, value) ? failed('state-invalid', { path: '__proto__' }) : { ok: true, value }
  } catch (error) {
    return failed(
      code,
      code === 'file-unreadable' ? { message: error instanceof Error ? error.message : '' } : undefined,
    )
  }
}

class TooLarge extends Error {}

async function bytesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  most: number,
  breath: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  for await (const chunk of iterate(stream)) {
    chunks.push(chunk)
    length += chunk.length
    if (length > most) throw new TooLarge()
    await breath()
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** Not every browser lets one iterate over a stream itself. */
async function* iterate<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    await reader.cancel().catch(() => {})
  }
}

/** How many bytes become text at a time: as many as fit into the arguments of a call. */
const SLICE = 0x2000

function base64url(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += SLICE) binary += String.fromCharCode(...bytes.subarray(at, at + SLICE))
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function bytesFrom(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0))
}

function tooLarge(): Unpacked {
  return failed('too-large', { most: MOST_BYTES / 1024 / 1024 })
}

function failed(code: LabIssue['code'], values?: LabIssue['values']): Unpacked {
  return { ok: false, issue: { code, ...(values && { values }) } }
}
