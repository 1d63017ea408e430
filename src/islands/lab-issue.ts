import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import type { LabIssue } from '../stores/lab-protocol.ts'

/** The longest value that a sentence repeats, in characters. */
const LONGEST = 300

/** What went wrong, in one sentence of `locales/`: what was wrong and, where that is known, where. */
export function issueSentence(lang: Lang, { code, values = {} }: LabIssue): string {
  const t = labTranslator(lang)
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shownAs(lang, value)]))
  switch (code) {
    case 'state-invalid':
      return t(values['path'] ? 'lab.errors.state-invalid' : 'lab.errors.state-invalid-root', shown)
    case 'file-unreadable':
      return t(values['object'] ? 'lab.errors.file-unreadable' : 'lab.errors.file-unreadable-whole', shown)
    case 'too-many': {
      const what = values['what'] === 'nodes' || values['what'] === 'pods' ? values['what'] : 'others'
      return t(`lab.errors.too-many-${what}`, shown)
    }
    default:
      return t(`lab.errors.${code}`, shown)
  }
}

/** A value of any length, from anywhere, as part of a sentence: it does not close the code that it stands in. */
function shownAs(lang: Lang, value: string | number): string {
  if (typeof value === 'number') return new Intl.NumberFormat(lang).format(value)
  const line = value.replaceAll(/[\s`]+/g, ' ').trim()
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line || '…'
}
