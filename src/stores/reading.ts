import { persistentMap } from '@nanostores/persistent'
import { storageKey } from './storage.ts'

/** The section last read of each lesson, by the lesson's id. */
export const $reading = persistentMap<Record<string, string | undefined>>(storageKey('reading:'), {})
