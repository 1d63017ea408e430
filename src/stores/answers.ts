import { persistentAtom } from '@nanostores/persistent'
import { computed, type ReadableAtom, type WritableAtom } from 'nanostores'
import { type Answer, parseAnswer, printAnswer } from '../learner/answer.ts'
import { type Progress, progressOf } from '../learner/progress.ts'
import { storageKey } from './storage.ts'

const stores = new Map<string, WritableAtom<Answer | undefined>>()

/**
 * What the learner has made of the question of this id; `undefined`, which forgets it, if nothing. One record for each
 * question, so that a damaged one costs no other, and what a second tab writes arrives here.
 */
export function answerTo(id: string): WritableAtom<Answer | undefined> {
  let store = stores.get(id)
  if (!store) {
    store = persistentAtom<Answer | undefined>(storageKey(`answers:${id}`), undefined, {
      encode: answer => answer && printAnswer(answer),
      decode: parseAnswer,
    })
    stores.set(id, store)
  }
  return store
}

/** How far the learner is with the questions of these ids, kept up to date. */
export function progressWith(ids: readonly string[]): ReadableAtom<Progress> {
  return computed(ids.map(answerTo), (...answers) => progressOf(answers))
}
