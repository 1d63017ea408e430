import type { Change } from '../stores/rooms.ts'

/** Makes a change; `next` finds where the focus goes on if the change has removed what held it. */
export type Act = (change: Change, next?: FindNext) => void
export type FindNext = (plan: HTMLElement) => HTMLElement | null | undefined

/** Says that nothing was changed, and why. */
export type Refuse = (why: string | undefined) => void

/** What stands in a group (`data-group`) where the member of this index stood, or the last of it. */
export function memberAt(plan: HTMLElement, group: string, index: number): HTMLElement | undefined {
  const members = [...plan.querySelectorAll<HTMLElement>('[data-group]')].filter(
    each => each.dataset['group'] === group,
  )
  return members[index] ?? members.at(-1)
}
