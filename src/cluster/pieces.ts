/** Long work, done a piece at a time: whoever does it may turn to something else in between, or leave it. */
export type Pieces<T> = Generator<undefined, T>

/** All of it at once, and what it comes to. */
export function atOnce<T>(pieces: Pieces<T>): T {
  for (let next = pieces.next(); ; next = pieces.next()) if (next.done) return next.value
}

/** The elements, with a halt after every so many. */
export function* inTurn<T>(
  elements: readonly T[],
  most: number,
  each: (element: T, index: number) => void,
): Pieces<void> {
  for (const [index, element] of elements.entries()) {
    if (index > 0 && index % most === 0) yield
    each(element, index)
  }
}
