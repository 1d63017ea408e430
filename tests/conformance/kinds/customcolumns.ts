import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { parseColumns, printColumns } from '../../../src/kubectl/custom-columns.ts'
import type { Outcome } from '../kinds.ts'
import { readObjects } from './objects.ts'

interface CustomColumns {
  readonly case: string
  readonly file: string
  readonly input: { readonly spec: string; readonly object: string; readonly noHeaders: boolean }
  readonly expect: { readonly stdout?: string; readonly error?: string; readonly stage?: 'parse' | 'execute' }
}

/** What `-o custom-columns` prints of an object, or of the items of a List. */
export function* customcolumns({ case: name, file, input, expect }: CustomColumns): Iterable<Outcome> {
  const object = readObjects(join(dirname(file), 'objects.json'))[input.object]
  if (object === undefined) throw new Error(`no object ${input.object}`)
  const got = answer(input, object)
  yield isDeepStrictEqual(expect, got) ? { name } : { name, disagreement: { input, expected: expect, got } }
}

function answer(input: CustomColumns['input'], object: unknown): CustomColumns['expect'] {
  const columns = parseColumns(input.spec)
  if (!columns.ok) return { error: columns.error, stage: 'parse' }
  const { items } = object as { readonly items?: readonly unknown[] }
  const { stdout, error } = printColumns(columns.value, items ?? [object], input.noHeaders)
  if (error === undefined) return { stdout }
  return { error, stage: 'execute', ...(stdout && { stdout }) }
}
