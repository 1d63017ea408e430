import type { ComponentChildren } from 'preact'

/** What scrolls takes the focus: the arrow keys move it then. (WCAG 2.1.1) */
const FOCUSABLE = { tabIndex: 0 } as const

/** A region that scrolls sideways where what is in it is too wide. */
export function Scroller({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <section class="scroll" aria-label={label} {...FOCUSABLE}>
      {children}
    </section>
  )
}
