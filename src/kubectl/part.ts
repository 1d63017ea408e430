/** A part whose code is not there. Nothing has happened; with the part at hand, the same can be asked again. */
export class PartMissing extends Error {
  readonly part: string

  constructor(part: string) {
    super(`the part ${part} is missing`)
    this.part = part
  }
}

/** One of the parts that something is made of. Throws a `PartMissing` if it is not there. */
export function partOf<All, Name extends keyof All & string>(parts: Partial<All>, name: Name): All[Name] {
  const part = parts[name]
  if (part === undefined) throw new PartMissing(name)
  return part
}
