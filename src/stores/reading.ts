import { persistentMap } from '@nanostores/persistent'
import { storageKey } from './storage.ts'

/** The section last read of each lesson, by the lesson's id. */
export const $reading = persistentMap<Record<string, string | undefined>>(storageKey('reading:'), {})

/**
 * Where a reader goes on: the last lesson of the course that they have opened, and the position of the section read last
 * in it. `undefined` for who has opened none; a section that is gone counts as the first.
 */
export function lastRead<Lesson extends { readonly id: string; readonly sections: readonly string[] }>(
  lessons: readonly Lesson[],
  reading: Readonly<Record<string, string | undefined>>,
): { readonly lesson: Lesson; readonly section: number } | undefined {
  const lesson = lessons.findLast(({ id }) => reading[id] !== undefined)
  if (!lesson) return undefined
  return { lesson, section: Math.max(0, lesson.sections.indexOf(reading[lesson.id] ?? '')) }
}
