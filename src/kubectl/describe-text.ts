import type { KubeObject } from '../cluster/object.ts'
import type { Event } from '../kubernetes/event.ts'
import { byteLength } from '../kubernetes/go-text.ts'
import type { Labels } from '../kubernetes/object-meta.ts'
import { printTaint, type Taint } from '../kubernetes/taint.ts'
import { printToleration, type Toleration } from '../kubernetes/toleration.ts'
import { printAge } from './age.ts'
import { goSorted } from './go-sort.ts'
import { readEvent } from './read-event.ts'
import { alignTabs, DESCRIBE_TABS } from './tabwriter.ts'

/**
 * Lays out a description, lines whose cells are parted by tabs, with the object's events under it; `events` is left out
 * where they are not to be shown. (kubectl `describe.tabbedString`, `DescribeEvents`)
 */
export function layOutDescription(lines: string, events: readonly KubeObject[] | undefined, now: number): string {
  if (!events) return alignTabs(lines, DESCRIBE_TABS)
  if (events.length === 0) return alignTabs(`${lines}Events:\t<none>\n`, DESCRIBE_TABS)
  const head = 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n  ----\t------\t----\t----\t-------\n'
  const rows = sortedByTime(events.map(readEvent)).map(event => printEvent(event, now))
  return alignTabs(lines, DESCRIBE_TABS) + alignTabs(head + rows.join(''), DESCRIBE_TABS)
}

/** By the time at which they were last seen; those of the newer form have none, and come first. */
function sortedByTime(events: readonly Event[]): readonly Event[] {
  const last = ({ lastTimestamp }: Event) => lastTimestamp ?? ''
  return goSorted(events, (a, b) => last(a) < last(b))
}

function printEvent(event: Event, now: number): string {
  const since = (time: string | null | undefined) => printAge(time ?? undefined, now)
  const first = since(event.eventTime ?? event.firstTimestamp)
  const { series, count = 1 } = event
  let age = first
  if (series) age = `${since(series.lastObservedTime)} (x${series.count} over ${first})`
  else if (count > 1) age = `${since(event.lastTimestamp)} (x${count} over ${first})`
  const field = event.involvedObject.fieldPath
  const message = event.message.trim()
  const from = event.source?.component || event.reportingComponent
  return `  ${event.type}\t${event.reason}\t${age}\t${from}\t${field ? `${field}: ` : ''}${message}\n`
}

/** `Title:` and the labels, one a line, sorted. */
export function labelLines(title: string, labels: Labels | undefined): string {
  return valueLines(
    title,
    Object.keys(labels ?? {})
      .sort()
      .map(key => `${key}=${labels?.[key]}`),
  )
}

/** Values that stand one under the other; `<none>` for none. */
function valueLines(title: string, values: readonly string[]): string {
  if (values.length === 0) return `${title}:\t<none>\n`
  return values.map((value, index) => `${index === 0 ? `${title}:` : ''}\t${value}\n`).join('')
}

/** Taints sorted by effect, then by key. (kubectl `printTaintsMultilineWithIndent`) */
export function taintLines(taints: readonly Taint[]): string {
  const key = (taint: Taint) => `${taint.effect},${taint.key}`
  return valueLines(
    'Taints',
    taints.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)).map(printTaint),
  )
}

/** Tolerations sorted by key, those without one first. (kubectl `printTolerationsMultilineWithIndent`) */
export function tolerationLines(title: string, tolerations: readonly Toleration[]): string {
  const key = (toleration: Toleration) => toleration.key ?? ''
  const sorted = tolerations.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  return valueLines(title, sorted.map(printToleration))
}

/** Longer ones are cut. */
const LONGEST_ANNOTATION = 140

/** Annotations, sorted; what `kubectl apply` keeps for itself is left out. (kubectl `printAnnotationsMultiline`) */
export function annotationLines(title: string, annotations: Labels | undefined): string {
  const keys = Object.keys(annotations ?? {}).filter(key => key !== 'kubectl.kubernetes.io/last-applied-configuration')
  return valueLines(
    title,
    keys.sort().map(key => {
      const value = (annotations?.[key] ?? '').replace(/\n$/, '')
      const isLong = byteLength(value) + byteLength(key) + 2 > LONGEST_ANNOTATION
      if (!isLong && !value.includes('\n')) return `${key}: ${value}`
      return [`${key}:`, ...value.split('\n').map(line => `\t  ${shorten(line, LONGEST_ANNOTATION - 2)}`)].join('\n')
    }),
  )
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}...` : text
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** An RFC 3339 time as RFC 1123 writes it, with the zone as a number. */
export function longTime(time: string | null | undefined): string {
  if (!time) return 'Mon, 01 Jan 0001 00:00:00 +0000'
  const date = new Date(Date.parse(time))
  return `${DAYS[date.getUTCDay()]}${date.toUTCString().slice(3, -3)}+0000`
}
