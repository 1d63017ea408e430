import type { Labels } from '../kubernetes/object-meta.ts'

/** Whether labels fit a selector of pairs, `a=1,b=2`; an empty selector fits everything. */
export function matchLabels(selector: string, labels: Labels = {}): boolean {
  return selector
    .split(',')
    .filter(part => part.trim() !== '')
    .every(part => {
      const [key = '', value = ''] = part.trim().split(/==?/)
      return labels[key] === value
    })
}
