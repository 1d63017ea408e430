import { readFileSync } from 'node:fs'

const read = new Map<string, Readonly<Record<string, unknown>>>()

/** The named objects of an `objects.json`, read once. */
export function readObjects(file: string): Readonly<Record<string, unknown>> {
  const known = read.get(file)
  if (known) return known
  const objects: Readonly<Record<string, unknown>> = JSON.parse(readFileSync(file, 'utf8'))
  read.set(file, objects)
  return objects
}
