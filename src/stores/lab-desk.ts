import { atom } from 'nanostores'
import type { PodName } from './lab-terms.ts'

/*
 * What lies on the lab's desk: choices of the person that more than one part of the page follows.
 */

/** The pod whose decision is shown; nothing: the one by whose eyes doors are seen. */
export const $chosenPod = atom<PodName | undefined>()

/** The file in the editor, by its absolute path; nothing: the editor is closed. */
export const $openFile = atom<string | undefined>()

export function choosePod(pod: PodName | undefined): void {
  $chosenPod.set(pod)
}

export function openFile(path: string | undefined): void {
  $openFile.set(path)
}
