import { storageKey } from '../stores/storage.ts'

/*
 * The place of a reader on a page, in terms that both languages share: a section's id, the how-manieth block of it, and
 * how far that block stands from the top of the window.
 */

interface Place {
  readonly section: string
  readonly block: number
  readonly top: number
}

const KEY = storageKey('place')
const SETTLING_MS = 2000

/** Notes the block that is being read, for the page that is about to open in the other language. */
export function keepPlace(): void {
  const place = placeNow()
  if (!place) return
  try {
    sessionStorage.setItem(KEY, JSON.stringify(place))
  } catch {
    // Without storage the other language opens at its top.
  }
}

/** Goes to the noted place, and holds it while the page settles, until the reader moves. */
export function restorePlace(): void {
  const place = takePlace()
  if (!place) return
  history.scrollRestoration = 'manual'
  const hold = (): void => {
    const block = blocksOf(document.getElementById(place.section))[place.block]
    if (block) scrollBy({ top: block.getBoundingClientRect().top - place.top, behavior: 'instant' })
  }
  hold()
  const settling = new ResizeObserver(hold)
  settling.observe(document.body)
  const stop = (): void => settling.disconnect()
  setTimeout(stop, SETTLING_MS)
  for (const moved of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    addEventListener(moved, stop, { once: true, passive: true })
  }
}

function placeNow(): Place | undefined {
  // What is read begins below the masthead, where a followed link would put it.
  const line = Number.parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0
  for (const section of document.querySelectorAll<HTMLElement>('main section[id]')) {
    if (section.getBoundingClientRect().bottom <= line) continue
    const blocks = blocksOf(section)
    const block = blockRead(blocks, line)
    const top = blocks[block]?.getBoundingClientRect().top
    // Above its first section a page is read from its top.
    if (top === undefined || scrollY === 0) return undefined
    return { section: section.id, block, top }
  }
  return undefined
}

/** The first block that begins in the upper half of what is seen; where none does, the one that reaches into it. */
function blockRead(blocks: readonly Element[], line: number): number {
  const places = blocks.map(block => block.getBoundingClientRect())
  const beginning = places.findIndex(({ top }) => top >= line && top < innerHeight / 2)
  return Math.max(0, beginning >= 0 ? beginning : places.findIndex(({ bottom }) => bottom > line))
}

function takePlace(): Place | undefined {
  try {
    const text = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return text ? (JSON.parse(text) as Place) : undefined
  } catch {
    return undefined
  }
}

/** The blocks of a section. An island has no box of its own: what it draws stands for it. */
function blocksOf(section: HTMLElement | null): Element[] {
  const blocks = section ? [...section.children] : []
  return blocks.map(block => (block.localName === 'astro-island' && block.firstElementChild) || block)
}
