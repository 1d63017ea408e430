import { partOf } from '../kubectl/part.ts'
import { kubectl } from './kubectl-program.ts'
import type { Parts, Program } from './process.ts'

/** The program of that name; `undefined` if there is none. Throws a `PartMissing` where a part that may have it is not there. */
export function programNamed(parts: Partial<Parts>, name: string): Program | undefined {
  if (name === 'kubectl') return kubectl
  return partOf(parts, 'programs').PROGRAMS.get(name) ?? partOf(parts, 'tools').PROGRAMS.get(name)
}
