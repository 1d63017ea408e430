import { isRecord } from '../cluster/object.ts'

/** How a text may spell the letters of `__proto__`, and escape them in JSON or YAML. */
const SPELLINGS = ['__proto__', '\\u00', '\\x', '\\U']

/**
 * Whether what was read from a text has a field `__proto__` anywhere: no manifest has, and whoever writes one means harm.
 * The value is looked through only where the text could spell it.
 */
export function namesPrototype(text: string, value: unknown): boolean {
  return SPELLINGS.some(spelling => text.includes(spelling)) && holdsPrototype(value)
}

function holdsPrototype(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsPrototype)
  if (!isRecord(value)) return false
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(holdsPrototype)
}
