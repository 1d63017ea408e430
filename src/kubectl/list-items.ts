/*
 * Takes what kubectl printed apart, as it comes in: a list of many objects is never looked at as a whole. Each object is
 * given as its own text, to be read by itself.
 */

export interface ItemSplitter {
  readonly form: 'json' | 'yaml'
  /** The texts of the objects that are complete with this piece of text. */
  readonly push: (piece: string) => readonly string[]
  /** What is left at the end; `cut`: the text ends in the middle of an object. */
  readonly end: () => { readonly texts: readonly string[]; readonly cut: boolean }
}

/** A splitter for a text that begins so: JSON begins with a bracket, everything else is YAML. */
export function splitterFor(start: string): ItemSplitter {
  return /^[\s\ufeff]*[{[]/.test(start) ? new JsonSplitter() : new YamlSplitter()
}

/** JSON: the elements of the list, or of the field `items` of an object; else each object that stands by itself. */
class JsonSplitter implements ItemSplitter {
  readonly form = 'json'
  #depth = 0
  #inText = false
  /** The piece ended with a backslash: the next one's first character says nothing. */
  #escaped = false
  /** The depth within the list of objects, while there is one. */
  #listDepth = NONE
  /** The outermost object has had its list: what else it says of itself is nothing to us. */
  #isListed = false
  /** What of the present object earlier pieces held. */
  #held = ''
  /** The last text between quotes of the outermost object, as far as it can matter. */
  #name = ''

  push(piece: string): readonly string[] {
    const texts: string[] = []
    let from = 0
    const start = this.#escaped ? 1 : 0
    this.#escaped = false
    for (let at = this.#next(piece, start); at < piece.length; at = this.#next(piece, at + 1)) {
      const character = piece[at]
      if (character === '\\') {
        at += 1
        this.#escaped = at === piece.length
      } else if (character === '"') {
        this.#inText = !this.#inText
        if (!this.#inText && this.#depth === 1)
          this.#name = (this.#held + piece.slice(from, at + 1)).slice(-ITEMS.length)
      } else if (character === '{' || character === '[') {
        this.#depth += 1
        const isList = character === '[' && (this.#depth === 1 || (this.#depth === 2 && this.#name === ITEMS))
        if (isList && this.#listDepth === NONE) {
          this.#listDepth = this.#depth
          this.#isListed = true
        }
        if (this.#isOutermost()) {
          this.#held = ''
          from = at
        }
      } else {
        if (this.#isOutermost() && (this.#listDepth !== NONE || !this.#isListed)) {
          texts.push(this.#held + piece.slice(from, at + 1))
          this.#held = ''
          from = at + 1
        }
        this.#depth -= 1
        if (this.#depth < this.#listDepth) this.#listDepth = NONE
        if (this.#depth === 0) this.#isListed = false
      }
    }
    const isWithin = this.#depth > (this.#listDepth === NONE ? 0 : this.#listDepth)
    this.#held = isWithin ? this.#held + piece.slice(from) : ''
    return texts
  }

  end(): { readonly texts: readonly string[]; readonly cut: boolean } {
    return { texts: [], cut: this.#depth !== 0 }
  }

  /** Whether the bracket here is that of an object that is to be given. */
  #isOutermost(): boolean {
    return this.#depth === (this.#listDepth === NONE ? 1 : this.#listDepth + 1)
  }

  #next(piece: string, from: number): number {
    const pattern = this.#inText ? TEXT_END : STRUCTURE
    pattern.lastIndex = from
    return pattern.exec(piece)?.index ?? piece.length
  }
}

const NONE = Number.POSITIVE_INFINITY
const ITEMS = '"items"'
const TEXT_END = /["\\]/g
const STRUCTURE = /["{}[\]]/g

/** YAML: the elements of the field `items` of a document; else each document. */
class YamlSplitter implements ItemSplitter {
  readonly form = 'yaml'
  #rest = ''
  #where: 'document' | 'items' | 'tail' = 'document'
  /** What the elements of the list begin with. */
  #dash: string | undefined
  #isNamed = false
  /** The list has said of which version it is: who says it again is another object. */
  #isVersioned = false
  #lines: string[] = []

  push(piece: string): readonly string[] {
    const lines = (this.#rest + piece).split('\n')
    this.#rest = lines.pop() ?? ''
    return lines.flatMap(line => this.#line(line.endsWith('\r') ? line.slice(0, -1) : line))
  }

  end(): { readonly texts: readonly string[]; readonly cut: boolean } {
    const texts = [...this.#line(this.#rest), ...this.#take()]
    return { texts, cut: this.#where === 'items' && !this.#isNamed }
  }

  #line(line: string): readonly string[] {
    if (line === '---' || line.startsWith('--- ') || line === '...') {
      this.#where = 'document'
      return this.#take()
    }
    if (this.#where === 'items') return this.#lineOfItems(line)
    if (this.#where === 'tail') {
      // Lists that were written one behind the other.
      if (!this.#isVersioned || !line.startsWith('apiVersion:')) return []
      this.#where = 'document'
    }
    if (/^items: *$/.test(line)) {
      // What stands before is the head of the list. kubectl says only after it what it is.
      this.#isNamed = this.#lines.some(each => each.startsWith('kind:'))
      this.#isVersioned = this.#lines.some(each => each.startsWith('apiVersion:'))
      this.#lines = []
      this.#where = 'items'
      this.#dash = undefined
    } else this.#lines.push(line)
    return []
  }

  #lineOfItems(line: string): readonly string[] {
    this.#dash ??= /^ *- +/.exec(line)?.[0]
    const dash = this.#dash ?? '- '
    if (line.startsWith(dash)) {
      const texts = this.#take()
      this.#lines.push(line.slice(dash.length))
      return texts
    }
    if (line.trim() === '' || line.startsWith(' '.repeat(dash.length))) {
      this.#lines.push(line.slice(dash.length))
      return []
    }
    // The list is over; what follows in its document says what it was: `kind: List`.
    this.#where = 'tail'
    return this.#take()
  }

  /** The text of the lines that are held, if they say anything. */
  #take(): readonly string[] {
    const lines = this.#lines
    this.#lines = []
    return lines.every(line => line.trim() === '' || line.startsWith('#')) ? [] : [lines.join('\n')]
  }
}
