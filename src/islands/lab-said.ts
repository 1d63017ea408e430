import type { LabTranslate } from '../i18n/lab.ts'
import { printTaint } from '../kubernetes/taint.ts'
import type { LabChange, LabHistory, LabLabel, LabTimer } from '../stores/lab-shown.ts'
import type { PodName } from '../stores/lab-terms.ts'

/*
 * What the lab's page says of its cluster, as texts of `locales/`.
 */

const MINUTE = 60
const HOUR = 3600

/** A length of virtual time in seconds: `48 s`, `5 min`, `12 min 40 s`, `1 h 2 min`. */
export function sayTime(t: LabTranslate, seconds: number): string {
  const s = Math.round(seconds)
  if (s < MINUTE) return t('lab.clock.seconds', { s })
  const m = Math.floor(s / MINUTE)
  if (s < HOUR) return s % MINUTE ? t('lab.clock.minutes', { m, s: s % MINUTE }) : t('lab.clock.whole-minutes', { m })
  return t('lab.clock.hours', { h: Math.floor(s / HOUR), m: m % MINUTE })
}

/** A pod's name, with its namespace where that is not the default one. */
export function printPod({ namespace, name }: PodName): string {
  return namespace === 'default' ? name : `${namespace}/${name}`
}

/** What became of a node or a pod, in one sentence. */
export function sayChange(t: LabTranslate, change: LabChange): string {
  switch (change.change) {
    case 'moved-in':
    case 'started':
      return t(`lab.happened.${change.change}`, { pod: change.pod.name, node: change.node })
    case 'waits':
      return t('lab.happened.waits', { pod: change.pod.name })
    case 'left': {
      const { pod, node } = change
      return node ? t('lab.happened.left', { pod: pod.name, node }) : t('lab.happened.gone', { pod: pod.name })
    }
    case 'ending': {
      const { pod, node } = change
      return node ? t('lab.happened.ending', { pod: pod.name, node }) : t('lab.happened.withdrawn', { pod: pod.name })
    }
    case 'locked':
    case 'unlocked':
      return t(`lab.happened.${change.change}`, { node: change.node, taint: printTaint(change.taint) })
    default:
      return t(`lab.happened.${change.change}`, { node: change.node })
  }
}

const BEGINNINGS: readonly LabLabel['code'][] = ['start', 'import', 'open', 'version']

/** Whether the last thing that was done gave the lab another cluster. */
export function isBeginning(history: LabHistory | undefined): boolean {
  const label = history?.entries.find(({ index }) => index === history.position)?.label
  return label !== undefined && BEGINNINGS.includes(label.code)
}

/** What is due, in one sentence. */
export function sayTimer(t: LabTranslate, timer: LabTimer): string {
  const values = { node: timer.node, pod: timer.what === 'node-lost' ? '' : timer.pod.name }
  return t(`lab.clock.what.${timer.what}`, values)
}

/** What an entry of the history did; a line of the terminal stands for itself, as code. */
export function sayLabel(t: LabTranslate, label: LabLabel): string {
  switch (label.code) {
    case 'line':
      return `\`${label.line.replaceAll('`', '’')}\``
    case 'advance':
      return t('lab.history.what.advance', { time: sayTime(t, label.seconds) })
    case 'start':
      return t('lab.history.what.preset', { preset: t(`lab.head.presets.${label.preset}`) })
    case 'import': {
      const nodes = t('lab.head.nodes', { count: label.nodes })
      return t('lab.history.what.import', { nodes, pods: t('lab.head.pods', { count: label.pods }) })
    }
    case 'version':
      return t('lab.history.what.version', { version: label.version.slice(1) })
    case 'gate':
      return t(`lab.history.what.gate-${label.on ? 'on' : 'off'}`)
    case 'taint':
    case 'untaint':
      return t(`lab.history.what.${label.code}`, { node: label.node, taint: printTaint(label.taint) })
    case 'open':
      return t('lab.history.what.open')
    case 'file':
    case 'apply':
      return t(`lab.history.what.${label.code}`, { path: label.path })
    case 'delete':
    case 'evict':
      return t(`lab.history.what.${label.code}`, { name: label.name })
    default:
      return t(`lab.history.what.${label.code}`, { node: label.node })
  }
}
