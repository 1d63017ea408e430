import { type ApiResource, apiVersionOf, resourceNamed } from '../cluster/api-resource.ts'
import { findObject, listObjects } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import type { Event } from '../kubernetes/event.ts'
import { printAge } from './age.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { goSorted } from './go-sort.ts'
import { watch } from './let-time-pass.ts'
import type { List } from './list.ts'
import { printObjects } from './print-objects.ts'
import { readEvent } from './read-event.ts'
import { findResource } from './resource-arguments.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

/** `kubectl events`. (kubectl `pkg/cmd/events`) */
export const events: Verb = {
  name: 'events',
  flags: [
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'allow-missing-template-keys', type: 'bool' },
    { name: 'chunk-size', type: 'int' },
    { name: 'for', type: 'string' },
    { name: 'no-headers', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'show-managed-fields', type: 'bool' },
    { name: 'template', type: 'string' },
    { name: 'types', type: 'list' },
    { name: 'watch', short: 'w', type: 'bool' },
  ],
  run(call) {
    const isMeant = readFilter(call)
    const output = call.flags.text('output')
    const show = eventPrinter(call)
    if (call.flags.isOn('watch')) {
      for (const event of found(call, isMeant)) show([event], call.cluster.now)
      watch(call, ({ type, resource, object, at }) => {
        const event = resource === EVENTS.name && type !== 'DELETED' ? readEvent(object) : undefined
        if (event && isMeant(event)) show([event], at)
      })
      return
    }
    const list = goSorted(found(call, isMeant), (a, b) => lastSeen(a) < lastSeen(b))
    // Names of a list are not printed, and what goes wrong with printing is not said.
    if (list.length > 0 && output === 'name') return
    if (list.length > 0) show(list, call.cluster.now)
    else
      call.stderr(
        call.flags.isOn('all-namespaces') ? 'No events found.\n' : `No events found in ${call.namespace} namespace.\n`,
      )
  },
}

type StoredEvent = Event & KubeObject

const EVENTS = resourceNamed('events')
const EVENT_LIST: List = { apiVersion: 'v1', kind: 'EventList', metadata: {} }

function found(call: Call, isMeant: (event: StoredEvent) => boolean): readonly StoredEvent[] {
  const namespace = call.flags.isOn('all-namespaces') ? undefined : call.namespace
  return listObjects(call.cluster, EVENTS, namespace).map(readEvent).filter(isMeant)
}

function readFilter(call: Call): (event: StoredEvent) => boolean {
  const types = call.flags.list('types').map(type => type.toLowerCase())
  if (types.some(type => type !== 'normal' && type !== 'warning')) throw failure('valid --types are Normal or Warning')
  const target = call.flags.has('for') ? readTarget(call, call.flags.text('for')) : undefined
  const here = call.flags.isOn('all-namespaces') ? undefined : call.namespace
  return ({ type, involvedObject, metadata }) =>
    (here === undefined || metadata.namespace === here) &&
    (types.length === 0 || types.includes(type.toLowerCase())) &&
    (!target ||
      (involvedObject.kind === target.resource.kind &&
        involvedObject.apiVersion === apiVersionOf(target.resource) &&
        involvedObject.name === target.name))
}

function readTarget(call: Call, text: string): { readonly resource: ApiResource; readonly name: string } {
  const [type = '', name, ...more] = text.split('/')
  if (name === undefined) throw failure('--for must be in resource/name form')
  if (more.length > 0) throw failure('arguments in resource/name form may not have more than one slash')
  try {
    return { resource: findResource(call, type), name }
  } catch (error) {
    // What kubectl itself does not find is said without `error: ` here.
    throw error instanceof Failure ? new Failure(error.text.replace('error: ', '')) : error
  }
}

/** Prints lists of events one after the other, as a table that grows or as `-o` asks. */
function eventPrinter(call: Call): (list: readonly StoredEvent[], now: number) => void {
  const output = call.flags.text('output')
  const widths: number[] = []
  const everywhere = call.flags.isOn('all-namespaces')
  let hasHeader = call.flags.isOn('no-headers')
  const watches = call.flags.isOn('watch')
  let continued = false
  return (list, now) => {
    if (output !== '') {
      const placed = list.flatMap(({ metadata: { name, namespace } }) => {
        const object = findObject(call.cluster, EVENTS, name, namespace)
        return object ? { resource: EVENTS, object } : []
      })
      printObjects(call, output, placed, watches ? undefined : EVENT_LIST, continued)
      continued = true
      return
    }
    const header = ['LAST SEEN', 'TYPE', 'REASON', 'OBJECT', 'MESSAGE']
    const rows = list.map(event => [...(everywhere ? [event.metadata.namespace ?? ''] : []), ...cellsOf(event, now)])
    const lines = hasHeader ? rows : [everywhere ? ['NAMESPACE', ...header] : header, ...rows]
    hasHeader = true
    call.stdout(alignTabs(lines.map(cells => `${cells.join('\t')}\n`).join(''), TABLE_TABS, widths))
  }
}

function cellsOf(event: StoredEvent, now: number): readonly string[] {
  const { series, count = 0, type, reason, involvedObject, message } = event
  const first = printAge(event.eventTime ?? event.firstTimestamp ?? undefined, now)
  const seen = series
    ? `${printAge(series.lastObservedTime, now)} (x${series.count} over ${first})`
    : count > 1
      ? `${printAge(event.lastTimestamp ?? undefined, now)} (x${count} over ${first})`
      : first
  return [seen, type, reason, `${involvedObject.kind ?? ''}/${involvedObject.name ?? ''}`, message.trim()]
}

function lastSeen({ series, lastTimestamp, eventTime }: StoredEvent): number {
  return Date.parse(series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? '') || 0
}
