import type { LabTranslate } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { printTaint } from '../kubernetes/taint.ts'
import { isUniversal, printToleration } from '../kubernetes/toleration.ts'
import type { SchedulingReason, Shortage } from '../scheduling/verdict.ts'
import type { Remedy } from '../scheduling/what-if.ts'
import type { LabDecision, LabNodeDecision, LabPreemption } from '../stores/lab-verdict.ts'
import { type PluginGap, whyChosen } from '../stores/lab-why.ts'
import { printRequirement } from './requirement.ts'

/*
 * What the lab says of a decision, as texts of `locales/`.
 */

/** How many nodes of a tie are all named. */
const MOST_NAMES = 6

/** Why the chosen node was chosen, or none, computed from the numbers alone: a key lets in, and never draws anybody. */
export function sayWhy(t: LabTranslate, lang: Lang, decision: LabDecision): string {
  const why = whyChosen(decision)
  const pod = decision.pod.name
  switch (why.why) {
    case 'nowhere':
      return decision.all === 0 ? t('lab.decision.why.nodeless') : t('lab.decision.why.nowhere', { pod })
    case 'failed':
      return t('lab.decision.why.failed', { message: asCode(decision.message) })
    case 'only':
    case 'promised': {
      const { node } = why
      return sentences(t(`lab.decision.why.${why.why}`, { pod, node: node.name }), sayKey(t, lang, pod, node))
    }
    case 'tie': {
      const points = t('lab.decision.table.points', { count: why.nodes[0]?.total ?? 0 })
      const names = why.nodes.map(({ name }) => asCode(name))
      if (why.count === names.length && why.count <= MOST_NAMES) {
        return t('lab.decision.why.tie', { nodes: listed(lang, names), points })
      }
      return t('lab.decision.why.tie-many', { count: why.count, nodes: listed(lang, names.slice(0, 2)), points })
    }
    case 'points': {
      const { node, next, ahead } = why
      const points = t('lab.decision.table.points', { count: node.total })
      const gaps = (list: readonly PluginGap[]) =>
        listed(
          lang,
          list.map(gap => sayGap(t, gap)),
        )
      const gains = { gains: gaps(why.gains), losses: gaps(why.losses), next: next.name }
      return sentences(
        t('lab.decision.why.points', { node: node.name, points, ahead, next: next.name }),
        t(`lab.decision.why.${why.losses.length > 0 ? 'gains-losses' : 'gains'}`, gains),
        sayKey(t, lang, pod, node, { next: next.name, more: ahead + 1 }),
      )
    }
  }
}

/** A reason in a few words, to stand behind the name of a plugin or a node. */
export function sayReason(t: LabTranslate, lang: Lang, reason: SchedulingReason): string {
  switch (reason.code) {
    case 'other-node-name':
      return t('lab.decision.reasons.other-node-name', { wanted: reason.wanted })
    case 'untolerated-taint':
      return t('lab.decision.reasons.untolerated-taint', { lock: printTaint(reason.taint) })
    case 'node-selector': {
      const { key, wanted, found } = reason
      if (found === undefined) return t('lab.decision.reasons.node-selector', { key, wanted })
      return t('lab.decision.reasons.node-selector-other', { key, wanted, found })
    }
    case 'node-affinity': {
      const unmet = reason.unmet.filter(each => each !== 'empty').map(each => asCode(printRequirement(each)))
      if (unmet.length === 0) return t('lab.decision.reasons.node-affinity-empty')
      return t('lab.decision.reasons.node-affinity', { unmet: either(lang, unmet) })
    }
    case 'host-port-taken': {
      const { protocol, port } = reason.port
      return t('lab.decision.reasons.host-port-taken', { port: `${protocol} ${port}` })
    }
    case 'insufficient-resources':
      return t('lab.decision.reasons.insufficient-resources', {
        shortages: listed(
          lang,
          reason.shortages.map(each => sayShortage(t, each)),
        ),
      })
    case 'spread-skew': {
      const { topologyKey, domain, matching, countsItself, minimum, maxSkew } = reason
      const would = matching + (countsItself ? 1 : 0)
      return t('lab.decision.reasons.spread-skew', { topologyKey, domain, would, minimum, maxSkew })
    }
    case 'spread-label-missing':
    case 'pod-affinity':
    case 'pod-anti-affinity':
    case 'existing-anti-affinity':
      return t(`lab.decision.reasons.${reason.code}`, { topologyKey: reason.topologyKey })
    case 'unschedulable':
    case 'conflicting-node-names':
    case 'not-among-named':
      return t(`lab.decision.reasons.${reason.code}`)
  }
}

/** A change that would let a pod in, as something to do. */
export function sayRemedy(t: LabTranslate, remedy: Remedy): string {
  switch (remedy.change) {
    case 'tolerate':
      if (isUniversal(remedy.toleration)) return t('lab.remedies.tolerate-all')
      return t('lab.remedies.tolerate', { fob: printToleration(remedy.toleration) })
    case 'untaint':
      return t('lab.remedies.untaint', { lock: printTaint(remedy.taint) })
    case 'label': {
      const { key, value, found } = remedy
      const label = `${key}=${value}`
      if (found === undefined) return t('lab.remedies.label', { label })
      return t('lab.remedies.label-other', { label, found: `${key}=${found}` })
    }
    case 'untaint-key':
    case 'unlabel':
      return t(`lab.remedies.${remedy.change}`, { key: remedy.key })
    case 'uncordon':
      return t('lab.remedies.uncordon')
  }
}

/** What preemption could do. */
export function sayPreemption(t: LabTranslate, lang: Lang, preemption: LabPreemption): string {
  switch (preemption.outcome) {
    case 'found': {
      const { node, victims } = preemption
      const names = victims.map(({ namespace, name }) =>
        asCode(namespace === 'default' ? name : `${namespace}/${name}`),
      )
      return t('lab.decision.preemption.found', { node, victims: listed(lang, names), count: names.length })
    }
    case 'not-eligible':
      return t(`lab.decision.preemption.${preemption.why}`)
    case 'no-help':
    case 'not-reached':
      return t(`lab.decision.preemption.${preemption.outcome}`)
  }
}

/** Several things in the language's own enumeration. */
export function listed(lang: Lang, texts: readonly string[]): string {
  return new Intl.ListFormat(lang).format(texts)
}

/** A text from elsewhere as code: what would end the code within it goes. */
export function asCode(text: string): string {
  return `\`${text.replaceAll('`', '’')}\``
}

function either(lang: Lang, texts: readonly string[]): string {
  return new Intl.ListFormat(lang, { type: 'disjunction' }).format(texts)
}

function sentences(...texts: readonly (string | undefined)[]): string {
  return texts.filter(text => text !== undefined).join(' ')
}

/** What a key had to do with it: it opened the node's locks, and nothing more. */
function sayKey(
  t: LabTranslate,
  lang: Lang,
  pod: string,
  { opened }: LabNodeDecision,
  next?: { readonly next: string; readonly more: number },
): string | undefined {
  if (opened.length === 0) return undefined
  const locks = listed(
    lang,
    opened.map(taint => asCode(printTaint(taint))),
  )
  if (!next) return t('lab.decision.why.key', { pod, locks })
  const more = t('lab.decision.table.points', { count: next.more })
  return t('lab.decision.why.key-points', { pod, locks, next: next.next, more })
}

function sayGap(t: LabTranslate, { plugin, points }: PluginGap): string {
  return t('lab.decision.why.gain', { points, plugin, because: t(`lab.decision.because.${plugin}`) })
}

function sayShortage(t: LabTranslate, { resource, asked, free }: Shortage): string {
  if (resource === 'pods') return t('lab.decision.reasons.no-place')
  return t('lab.decision.reasons.shortage', {
    resource,
    free: printAmount(resource, free),
    asked: printAmount(resource, asked),
  })
}

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti'] as const

/** An amount as one writes it in a manifest: `1500m`, `1.5Gi`. */
function printAmount(resource: string, amount: number): string {
  if (resource === 'cpu') return amount % 1000 === 0 ? String(amount / 1000) : `${amount}m`
  if (resource !== 'memory' && resource !== 'ephemeral-storage') return String(amount)
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, Math.abs(amount))) / 10))
  return `${Math.round((amount / 1024 ** step) * 10) / 10}${UNITS[step]}`
}
