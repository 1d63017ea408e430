import { quoteGo } from '../kubernetes/go-text.ts'
import { goTypeOf, printGoNumber, printGoSyntax, printGoValue } from './go-format.ts'
import { isRecord, printIndentedJson, printJson, sortedEntries } from './json.ts'
import { type Action, parseTemplate, type Step, type Template, TemplateError } from './jsonpath-parse.ts'

export type JsonPathResult =
  | { readonly ok: true; readonly stdout: string }
  | { readonly ok: false; readonly stage: 'parse' | 'execute'; readonly error: string; readonly dump?: string }

/**
 * Prints what `kubectl get -o jsonpath=TEMPLATE` prints of an object (of a List, for several), with nothing added.
 * A refused template and a failed execution give the error's text, without `error: `; `dump` is what kubectl adds to a
 * failed execution. (cli-runtime `JSONPathPrinter.PrintObj`)
 */
export function printJsonPath(template: string, object: unknown, format: 'text' | 'json' = 'text'): JsonPathResult {
  const parsed = parse(template)
  if (!parsed.ok) return { ok: false, stage: 'parse', error: `error parsing jsonpath ${template}, ${parsed.error}` }
  try {
    const stdout = new Walk(parsed.template).run(object).map(format === 'json' ? printAsJson : printAsText)
    return { ok: true, stdout: stdout.join('') }
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const text = `Error executing template: ${error.message}. Printing more information for debugging the template:\n`
    return {
      ok: false,
      stage: 'execute',
      error: `error executing jsonpath ${quoteGo(template)}: ${text}\ttemplate was:\n\t\t${template}\n`,
      dump: `\tobject given to jsonpath engine was:\n\t\t${printGoSyntax(object)}\n\n\n`,
    }
  }
}

/** The values that each action of a template finds, in order. Throws a `TemplateError` where upstream fails. */
export function findAll(template: Template, object: unknown): readonly (readonly unknown[])[] {
  return new Walk(template).run(object)
}

/** A whole number written with a fraction, such as `12.0`: Go keeps it apart from 12, JavaScript does not. */
class Float {
  readonly value: number
  constructor(value: number) {
    this.value = value
  }
}

function parse(template: string): { ok: true; template: Template } | { ok: false; error: string } {
  try {
    return { ok: true, template: parseTemplate(template) }
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, error: error.message }
    throw error
  }
}

function printAsText(results: readonly unknown[]): string {
  return results.map(printText).join(' ')
}

function printText(value: unknown): string {
  if (value === null) return 'null'
  if (value instanceof Float) return printGoNumber(value.value)
  return typeof value === 'object' ? printJson(value) : printGoValue(value)
}

function printAsJson(results: readonly unknown[]): string {
  return `${printIndentedJson(results.map(value => (value instanceof Float ? value.value : value)))}\n`
}

/** One execution of a template: which ranges are open is state of the whole walk. (client-go `JSONPath.FindResults`) */
class Walk {
  readonly #actions: Template
  #begun = 0
  #open = 0
  #ended = 0
  #lastEnd = -1

  constructor(template: Template) {
    this.#actions = template
  }

  run(object: unknown, from = 0): (readonly unknown[])[] {
    const found: (readonly unknown[])[] = []
    for (let at = from; at < this.#actions.length; at++) {
      const results = this.#walkAction([object], this.#actions[at] ?? [])
      if (this.#ended > 0 && this.#ended <= this.#open) {
        this.#ended -= 1
        this.#lastEnd = at
        break
      }
      if (this.#begun === 0) {
        found.push(results)
        continue
      }
      this.#begun -= 1
      this.#open += 1
      for (const value of results) found.push(...this.run(value, at + 1))
      // A range over nothing is walked all the same, to learn where it ends.
      if (results.length === 0) this.run(null, at + 1)
      this.#open -= 1
      at = Math.max(at, this.#lastEnd)
    }
    return found
  }

  #walkAction(values: readonly unknown[], action: Action): readonly unknown[] {
    return action.reduce((found, step) => this.#walkStep(found, step), values)
  }

  #walkStep(values: readonly unknown[], step: Step): readonly unknown[] {
    switch (step.step) {
      case 'text':
        return [step.text]
      case 'field':
        return values.filter(isRecord).flatMap(value => (Object.hasOwn(value, step.name) ? [value[step.name]] : []))
      case 'identifier':
        return this.#walkIdentifier(values, step.name)
      case 'slice':
        return slices(values, step)
      case 'filter':
        return values.flatMap(value => this.#filter(value, step))
      case 'union':
        return step.branches.flatMap(branch => this.#walkAction(values, branch))
      case 'int':
        return values.map(() => step.value)
      case 'float':
        return values.map(() => new Float(step.value))
      case 'bool':
        return values.map(() => step.value)
      case 'wildcard':
        return values.flatMap(elements)
      case 'recursive':
        return values.flatMap(descendants)
    }
  }

  #walkIdentifier(values: readonly unknown[], name: string): readonly unknown[] {
    if (name === 'range') {
      this.#begun += 1
      return values
    }
    if (name !== 'end') throw new TemplateError(`unrecognized identifier ${name}`)
    if (this.#open === 0) throw new TemplateError('not in range, nothing to end')
    this.#ended += 1
    return []
  }

  #filter(value: unknown, step: Extract<Step, { step: 'filter' }>): readonly unknown[] {
    if (!Array.isArray(value))
      throw new TemplateError(`${printGoValue(value)} is not array or slice and cannot be filtered`)
    return value.filter(element =>
      step.operator === 'exists' ? this.#exists(element, step.left) : this.#compares(element, step),
    )
  }

  /** Upstream takes a failure to evaluate for existence, as long as the failing step had something to look at. */
  #exists(element: unknown, action: Action): boolean {
    let found: readonly unknown[] = [element]
    try {
      for (const step of action) found = this.#walkStep(found, step)
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
    }
    return found.length > 0
  }

  #compares(element: unknown, step: Extract<Step, { step: 'filter' }>): boolean {
    const left = this.#walkAction([element], step.left)
    if (left.length === 0) return false
    if (left.length > 1) throw new TemplateError('can only compare one element at a time')
    const right = this.#walkAction([element], step.right)
    if (right.length === 0) return false
    if (right.length > 1) throw new TemplateError('can only compare one element at a time')
    return compare(left[0], step.operator, right[0])
  }
}

function slices(values: readonly unknown[], step: Extract<Step, { step: 'slice' }>): readonly unknown[] {
  const found: unknown[] = []
  for (const value of values) {
    if (value === null) continue
    if (!Array.isArray(value)) throw new TemplateError(`${goTypeOf(value)} is not array or slice`)
    const length = value.length
    let start = step.start.value ?? 0
    if (start < 0) start += length
    let end = step.end.value ?? length
    if (end < 0 || (end === 0 && step.end.derived)) end += length
    // An empty slice ends the whole step upstream, elements of later lists included.
    if (start === end) return found
    if (start >= length || start < 0) throw outOfBounds(start, length)
    if (end > length || end < 0) throw outOfBounds(end - 1, length)
    if (start > end) throw new TemplateError(`starting index ${start} is greater than ending index ${end}`)
    const stride = step.stride.value ?? 1
    if (stride <= 0) throw new TemplateError('step must be > 0')
    for (let index = start; index < end; index += stride) found.push(value[index])
  }
  return found
}

function outOfBounds(index: number, length: number): TemplateError {
  return new TemplateError(`array index out of bounds: index ${index}, length ${length}`)
}

/** What a wildcard finds in a value. Text counts as its bytes, as in Go. */
function elements(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return utf8(value)
  return isRecord(value) ? sortedEntries(value).map(([, field]) => field) : []
}

/** The value and all below it, apart from what is empty and from numbers, booleans and null. */
function descendants(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return value ? [value] : []
  const below = elements(value)
  return below.length === 0 ? [] : [value, ...below.flatMap(descendants)]
}

function utf8(text: string): readonly number[] {
  const percent = encodeURIComponent(text)
  return [...percent.matchAll(/%(..)|./g)].map(([character, code]) =>
    code ? Number.parseInt(code, 16) : character.charCodeAt(0),
  )
}

/** Compares two scalars of one Go kind; text as text. (client-go `third_party/forked/golang/template`) */
function compare(left: unknown, operator: string, right: unknown): boolean {
  const kind = kindOf(left)
  const order = operator === '==' || operator === '!=' ? undefined : operator
  if (order !== undefined && !['<', '<=', '>', '>='].includes(order))
    throw new TemplateError(`unrecognized filter operator ${operator}`)
  if (kindOf(right) !== kind) throw new TemplateError('incompatible types for comparison')
  if (order !== undefined && kind === 'bool') throw new TemplateError('invalid type for comparison')
  const [a, b] = [plain(left), plain(right)]
  switch (operator) {
    case '==':
      return a === b
    case '!=':
      return a !== b
    case '<':
      return a < b
    case '<=':
      return a <= b
    case '>':
      return a > b
    default:
      return a >= b
  }
}

function kindOf(value: unknown): 'bool' | 'int' | 'float' | 'string' {
  if (value instanceof Float) return 'float'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  throw new TemplateError('invalid type for comparison')
}

function plain(value: unknown): string | number | boolean {
  return value instanceof Float ? value.value : (value as string | number | boolean)
}
