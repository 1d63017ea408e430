import { parseSelector } from '../kubernetes/selector.ts'
import { type Call, failure } from './call.ts'
import { update } from './client.ts'
import { readDryRun, sayTyped } from './result-line.ts'
import { selectMeant } from './selection.ts'
import { collected } from './server-error.ts'

/** `kubectl set selector`: which pods a Service means. The last word is the selector. (kubectl `pkg/cmd/set/set_selector.go`) */
export function setSelector(call: Call, args: readonly string[]): void {
  const text = args.at(-1)
  if (text === undefined) throw failure('one selector is required')
  const parsed = parseSelector(text)
  if (!parsed.ok) throw failure(`couldn't parse the selector string "${text}": ${parsed.issue.text}`)
  const dryRun = readDryRun(call)
  const found = selectMeant({ ...call, args: args.slice(0, -1) })
  const missing = found.flatMap(one => one.missing)
  if (missing.length > 0) throw collected(missing)
  for (const { resource, objects } of found) {
    for (const object of objects) {
      if (object.kind !== 'Service') throw failure('setting a selector is only supported for Services')
      if (parsed.value.some(({ operator }) => operator !== '=' && operator !== '=='))
        throw failure('a Service selects by labels and their values alone')
      const selector = Object.fromEntries(parsed.value.map(({ key, values }) => [key, values[0] ?? '']))
      const changed = { ...object, spec: { ...(object['spec'] as object), selector } }
      sayTyped(
        call,
        resource,
        dryRun === 'client' ? changed : update(call, resource, changed, dryRun),
        'selector updated',
        dryRun,
      )
    }
  }
}
