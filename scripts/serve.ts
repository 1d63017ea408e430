import { readFile, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml',
}
const ALREADY_COMPRESSED: ReadonlySet<string> = new Set(['.woff2', '.png', '.webp', '.avif', '.jpg'])
const FOREVER = 'public, max-age=31536000, immutable'

const ENCODERS = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }),
  gzip: promisify(gzip),
} as const
type Encoding = keyof typeof ENCODERS

export interface Site {
  /** The address of the course, its base path included: `http://localhost:4321/course/`. */
  readonly address: string
  close(): Promise<void>
}

/**
 * Serves a folder of built pages as a CDN does: compressed (brotli 11, else gzip), hashed files for ever, a folder's address
 * with its slash, and 404.html for an address that leads nowhere. `base` is the path it stands under; `port` 0, or one that
 * is taken, means any that is free. Listens on this machine alone.
 */
export async function serve(folder: string, { base: asked = '/', port = 0 } = {}): Promise<Site> {
  const root = resolve(folder)
  const base = `/${asked}/`.replace(/\/+/g, '/')
  const compressed = new Map<string, Promise<Buffer>>()

  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      console.error(error)
      response.writeHead(500).end()
    })
  })
  await listen(server, port)
  const { port: chosen } = server.address() as AddressInfo

  return {
    address: `http://localhost:${chosen}${base}`,
    close: () =>
      new Promise(done => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = decode(new URL(request.url ?? '/', 'http://localhost').pathname)
    const file = path?.startsWith(base) ? join(root, path.slice(base.length)) : undefined
    if (!file || (file !== root && !file.startsWith(root + sep))) return lost(request, response)
    const body = await contents(path?.endsWith('/') ? join(file, 'index.html') : file)
    if (body) return send(request, response, 200, body)
    if (!path?.endsWith('/') && (await contents(join(file, 'index.html')))) {
      response.writeHead(301, { location: `${path}/` }).end()
      return
    }
    return lost(request, response)
  }

  async function lost(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await contents(join(root, '404.html'))
    if (body) return send(request, response, 404, body)
    response.writeHead(404).end()
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    status: number,
    { file, bytes, changed }: Contents,
  ): Promise<void> {
    const encoding = ALREADY_COMPRESSED.has(extname(file)) ? undefined : encodingFor(request)
    const body = encoding ? await compress(`${encoding} ${changed} ${file}`, bytes, encoding) : bytes
    response.writeHead(status, {
      'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
      'content-length': body.length,
      'cache-control': file.startsWith(join(root, '_astro')) ? FOREVER : 'no-cache',
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    })
    response.end(request.method === 'HEAD' ? undefined : body)
  }

  function compress(key: string, bytes: Buffer, encoding: Encoding): Promise<Buffer> {
    const known = compressed.get(key) ?? ENCODERS[encoding](bytes)
    compressed.set(key, known)
    return known
  }
}

interface Contents {
  readonly file: string
  readonly bytes: Buffer
  /** When the file was written, in milliseconds. */
  readonly changed: number
}

async function contents(file: string): Promise<Contents | undefined> {
  try {
    return { file, bytes: await readFile(file), changed: (await stat(file)).mtimeMs }
  } catch {
    return undefined
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

function encodingFor(request: IncomingMessage): Encoding | undefined {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  return (['br', 'gzip'] as const).find(encoding => accepted.includes(encoding))
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' && port !== 0) listen(server, 0).then(done, fail)
      else fail(error)
    })
    server.listen(port, 'localhost', () => done())
  })
}
