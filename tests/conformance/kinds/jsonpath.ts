import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { relaxedPath } from '../../../src/kubectl/custom-columns.ts'
import { printJsonPath } from '../../../src/kubectl/jsonpath.ts'
import type { Outcome } from '../kinds.ts'
import { readObjects } from './objects.ts'

interface JsonPath {
  readonly case: string
  readonly file: string
  readonly input: {
    readonly format: 'jsonpath' | 'jsonpath-as-json'
    readonly template: string
    /** A name in `objects.json` beside the file. */
    readonly object: string
  }
  readonly expect: Answer | { readonly anyOf: readonly Answer[] }
}

interface Answer {
  readonly stdout?: string
  readonly error?: string
  readonly stage?: 'parse' | 'execute'
}

/** What `-o jsonpath` and `-o jsonpath-as-json` print of an object. */
export function* jsonpath({ case: name, file, input, expect }: JsonPath): Iterable<Outcome> {
  const object = readObjects(join(dirname(file), 'objects.json'))[input.object]
  if (object === undefined) throw new Error(`no object ${input.object}`)
  const printed = printJsonPath(input.template, object, input.format === 'jsonpath' ? 'text' : 'json')
  const got: Answer = printed.ok ? { stdout: printed.stdout } : { error: printed.error, stage: printed.stage }
  const agrees =
    'anyOf' in expect ? expect.anyOf.some(answer => sameInSomeOrder(answer, got)) : isDeepStrictEqual(expect, got)
  yield agrees ? { name } : { name, disagreement: { input, expected: expect, got } }
}

/** Go walks maps in no order: the answers that were seen stand for every order of the same values. */
function sameInSomeOrder(expected: Answer, got: Answer): boolean {
  return isDeepStrictEqual(piecesOf(expected.stdout), piecesOf(got.stdout))
}

function piecesOf(stdout: string | undefined): readonly string[] | undefined {
  return stdout?.split(/(\s)/).sort()
}

interface Relaxed {
  readonly case: string
  readonly input: { readonly text: string }
  readonly expect: { readonly expression?: string; readonly error?: string }
}

/** How a path without braces or first dot is completed. */
export function* relaxed({ case: name, input, expect }: Relaxed): Iterable<Outcome> {
  const path = relaxedPath(input.text)
  const got = path.ok ? { expression: path.value } : { error: path.error }
  yield isDeepStrictEqual(expect, got) ? { name } : { name, disagreement: { input, expected: expect, got } }
}
