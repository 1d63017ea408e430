import type { Container } from '../kubernetes/pod.ts'
import { parseQuantity } from '../kubernetes/quantity.ts'
import { type Call, failure } from './call.ts'
import { minorOf } from './columns.ts'
import { namesContainer } from './pod-template.ts'
import { changePods } from './set-pod.ts'

type Amounts = Readonly<Record<string, string>>

/** `kubectl set resources`: what containers ask for and may use at most. (kubectl `pkg/cmd/set/set_resources.go`) */
export function setResources(call: Call, resources: readonly string[]): void {
  const { flags } = call
  if (flags.isOn('all') && flags.text('selector') !== '')
    throw failure('cannot set --all and --selector at the same time')
  if (flags.text('limits') === '' && flags.text('requests') === '')
    throw failure('you must specify an update to requests or limits (in the form of --requests/--limits)')
  const [limits, requests] = [readAmounts(call, flags.text('limits')), readAmounts(call, flags.text('requests'))]
  const pattern = flags.text('containers') || '*'
  changePods(call, {
    resources,
    done: 'resource requirements updated',
    refused: 'failed to patch resources update to pod template ',
    change: spec => {
      if (!spec.containers.some(one => namesContainer(pattern, one)))
        throw failure(`unable to find container named ${pattern}`)
      const change = (container: Container): Container =>
        namesContainer(pattern, container)
          ? { ...container, resources: merged(container.resources ?? {}, limits, requests) }
          : container
      return { ...spec, containers: spec.containers.map(change) }
    },
  })
}

function merged(old: NonNullable<Container['resources']>, limits: Amounts, requests: Amounts) {
  return {
    ...old,
    ...((old.limits || Object.keys(limits).length > 0) && { limits: { ...old.limits, ...limits } }),
    ...((old.requests || Object.keys(requests).length > 0) && { requests: { ...old.requests, ...requests } }),
  }
}

/** `cpu=200m,memory=512Mi`. (`populateResourceListV1`) */
function readAmounts(call: Call, text: string): Amounts {
  if (text === '') return {}
  const pairs = text.split(',').map(pair => {
    const [name = '', amount, ...more] = pair.split('=')
    if (amount === undefined || more.length > 0)
      throw failure(
        `${minorOf(call.cluster.version) < 36 ? 'I' : 'i'}nvalid argument syntax ${pair}, expected <resource>=<value>`,
      )
    const parsed = parseQuantity(amount)
    if (!parsed.ok) throw failure(parsed.issue.text)
    return [name, amount] as const
  })
  return Object.fromEntries(pairs)
}
