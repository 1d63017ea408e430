/** The symbols of the layout's sprite (`components/Sprite.astro`). */
export type IconName =
  | 'noschedule'
  | 'prefer'
  | 'noexecute'
  | 'key'
  | 'master'
  | 'pod'
  | 'check'
  | 'cross'
  | 'half'
  | 'next'
  | 'undo'
  | 'link'
  | 'clock'
  | 'term'
  | 'copy'
  | 'plus'
  | 'up'

/** An icon; its word always stands beside it. */
export function Icon({ name, class: extra }: { name: IconName; class?: string }) {
  return (
    <svg class={extra ? `i ${extra}` : 'i'} aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  )
}
