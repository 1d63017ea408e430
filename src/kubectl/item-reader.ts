import type { Readings } from '../kubernetes/decode.ts'
import { readBlock } from './yaml-block.ts'

/**
 * Reads the objects of a large list one after the other, and what many of them say alike only once: the pods of a cluster
 * have few templates. It goes by how kubectl lays its output out, line by line, and knows nothing of any other.
 */
export class ItemReader {
  readonly #form: 'json' | 'yaml'
  readonly #tidy: (part: string, section: string) => string
  /** The fields of a section by its text. They are the very same for every object that has that section. */
  readonly #known = new Map<string, Fields>()
  #characters = 0
  /** By the name of their field: how often sections were looked for, and found. */
  readonly #habits = new Map<string, { looks: number; finds: number }>()
  /** Where `decode` may remember what it has read of the sections. */
  readonly readings: Readings = new WeakMap()

  /** `tidy` says how a section of a part (`spec`) is to be read in the place of what stands there. */
  constructor(form: 'json' | 'yaml', tidy: (part: string, section: string) => string) {
    this.#form = form
    this.#tidy = tidy
  }

  /** The object that a text of the list's form says; `undefined` where the text is not laid out as kubectl does it. */
  read(text: string): Readonly<Record<string, unknown>> | undefined {
    const sections = this.#form === 'json' ? jsonSections(text) : yamlSections(text)
    if (!sections) return undefined
    const whole = new Map<string, unknown>()
    const parts = new Map<string, Map<string, unknown>>()
    for (const { part, text: section } of sections) {
      const fields = this.#fieldsOf(part === '' ? section : this.#tidy(part, section))
      if (!fields) return undefined
      const place = part === '' ? whole : (parts.get(part) ?? new Map())
      if (part !== '' && !parts.has(part)) {
        if (whole.has(part)) return undefined
        parts.set(part, place)
        // What it holds comes when all of it is read; its place among the others is here.
        whole.set(part, undefined)
      }
      for (const [name, value] of fields) {
        // What stands there twice is for somebody else to judge.
        if (place.has(name)) return undefined
        place.set(name, value)
      }
    }
    for (const [part, fields] of parts) whole.set(part, Object.fromEntries(fields))
    return Object.fromEntries(whole)
  }

  #fieldsOf(section: string): Fields | undefined {
    const habit = this.#habitOf(section)
    // What is different each time, such as names, is not worth a look.
    if (habit.looks > ENOUGH_LOOKS && habit.finds * 4 < habit.looks) return this.#readFields(` ${section}`.slice(1))
    habit.looks += 1
    const known = this.#known.get(section)
    if (known) {
      habit.finds += 1
      return known
    }
    // What is cut out of a large text holds on to all of it: a copy does not.
    const text = ` ${section}`.slice(1)
    const fields = this.#readFields(text)
    if (!fields) return undefined
    for (const [, field] of fields) if (typeof field === 'object' && field !== null) this.readings.set(field, new Map())
    if (this.#characters > MOST_CHARACTERS) {
      this.#known.clear()
      this.#characters = 0
    }
    this.#characters += text.length
    this.#known.set(text, fields)
    return fields
  }

  #habitOf(section: string): { looks: number; finds: number } {
    const name = section.slice(0, section.indexOf(':'))
    const known = this.#habits.get(name)
    if (known) return known
    const habit = { looks: 0, finds: 0 }
    if (this.#habits.size < MOST_NAMES) this.#habits.set(` ${name}`.slice(1), habit)
    return habit
  }

  #readFields(section: string): Fields | undefined {
    const value = this.#form === 'json' ? jsonFields(section) : yamlFields(section)
    return typeof value === 'object' && value !== null ? Object.entries(value) : undefined
  }
}

type Fields = readonly (readonly [name: string, value: unknown])[]

/** A field of an object (of no part), or of one of the objects in it, as it stands in the text. */
interface Section {
  readonly part: string
  readonly text: string
}

/** After so many looks it shows whether they are worth it. */
const ENOUGH_LOOKS = 500

/** Of so many fields habits are known: the API has fewer that stand so far out. */
const MOST_NAMES = 1000

/** How much text is known at a time. */
const MOST_CHARACTERS = 8 * 1024 * 1024

/** Parts begin at the margin, sections two further in; lists are flush with their field. */
function yamlSections(text: string): readonly Section[] | undefined {
  const sections: Section[] = []
  const parts = new Set<string>()
  let part = ''
  let start = -1
  /** Ends the section that is open; `false`: the part that is open has none. */
  const close = (end: number): boolean => {
    const isThere = start >= 0
    if (isThere) sections.push({ part, text: text.slice(start, end) })
    start = -1
    return isThere || part === ''
  }
  for (let at = 0, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    if (end > at && text.charCodeAt(at) !== SPACE) {
      if (!close(at)) return undefined
      const line = text.slice(at, end)
      if (!/^[A-Za-z]+:/.test(line)) return undefined
      part = line.endsWith(':') ? line.slice(0, -1) : ''
      if (part === '') start = at
      else if (!/^[A-Za-z]+$/.test(part) || parts.has(part)) return undefined
      parts.add(part)
    } else if (end > at + 2 && text.charCodeAt(at + 1) === SPACE && isFieldStart(text.charCodeAt(at + 2))) {
      if (part === '') return undefined
      close(at)
      start = at
    } else if (start < 0 || part === '') return undefined
  }
  return close(text.length) ? sections : undefined
}

/** A line is no more than its value; of several lines one value would hold on to all. */
function yamlFields(section: string): unknown {
  const value = readBlock(section)
  return section.trimEnd().includes('\n') && value !== undefined ? JSON.parse(JSON.stringify(value)) : value
}

function isFieldStart(character: number): boolean {
  return character !== SPACE && character !== DASH
}

/** Parts are indented as the second line is, sections by four more; what is deeper, and what closes it, belongs to them. */
function jsonSections(text: string): readonly Section[] | undefined {
  const [, margin] = /^\{\n( *)"/.exec(text) ?? []
  if (margin === undefined) return undefined
  const sections: Section[] = []
  const parts = new Set<string>()
  let part = ''
  let start = -1
  let before: 'bracket' | 'comma' | 'value' = 'bracket'
  const close = (end: number) => {
    if (start < 0) return
    before = text.charCodeAt(end - 1) === COMMA ? 'comma' : 'value'
    sections.push({ part, text: text.slice(start, before === 'comma' ? end - 1 : end) })
    start = -1
  }
  for (let at = 2, end = 0; at < text.length; at = end + 1) {
    end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    let inner = at
    while (text.charCodeAt(inner) === SPACE) inner += 1
    const depth = inner - at - margin.length
    const isField = text.charCodeAt(inner) === QUOTE
    if (isField && depth === (part === '' ? 0 : STEP)) {
      close(at - 1)
      if (before === 'value') return undefined
      const opened = part === '' ? /^"([A-Za-z]+)": \{$/.exec(text.slice(inner, end))?.[1] : undefined
      if (opened === undefined) start = inner
      else {
        if (parts.has(opened)) return undefined
        parts.add(opened)
        part = opened
        before = 'bracket'
      }
    } else if (depth > 0) {
      if (start < 0) return undefined
    } else if (depth === 0 && part === '') {
      // What closes a field that is no part, such as a list.
      if (start < 0 || isField) return undefined
    } else {
      close(at - 1)
      const line = text.slice(inner, end)
      if (before !== 'value' || !/^\},?$/.test(line)) return undefined
      if (part === '') return line === '}' && end === text.length ? sections : undefined
      if (depth !== 0) return undefined
      part = ''
      before = line === '}' ? 'value' : 'comma'
    }
  }
  return undefined
}

/** By how much kubectl indents each level of JSON. */
const STEP = 4

function jsonFields(section: string): unknown {
  try {
    return JSON.parse(`{${section}}`)
  } catch {
    return undefined
  }
}

const [SPACE, DASH, COMMA, QUOTE] = [0x20, 0x2d, 0x2c, 0x22]
