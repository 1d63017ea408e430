import { explainMatch } from '../scheduling/toleration.ts'
import type { Choice } from './choice.ts'
import { whyOpen } from './door.ts'
import { explainFields, whyFieldsDiffer } from './field.ts'
import type { MatchQuestion } from './question.ts'
import type { Reason } from './reason.ts'

/** The rules that can decide between a taint and a toleration that the API server accepts with its default gates. */
export const DECIDING_RULES = ['exists', 'equal', 'other-key', 'other-value', 'other-effect'] as const
export type DecidingRule = (typeof DECIDING_RULES)[number]

/** The one item of a question of this kind. */
export const RULE_ITEM = 'rule'

/** Does the toleration tolerate the taint, and by which rule: one option for each rule that may decide. */
export function chooseRule({ toleration, taint }: MatchQuestion): Choice {
  return {
    items: [{ item: RULE_ITEM, options: DECIDING_RULES }],
    solve: rules => ({ [RULE_ITEM]: rules.match(toleration, taint).rule }),
    explain: () => {
      const { tolerates, rule: answer } = explainMatch(toleration, taint)
      const others = DECIDING_RULES.filter(rule => rule !== answer)
      return {
        why: tolerates ? [whyOpen(taint, toleration)] : whyFieldsDiffer(toleration, taint),
        whyNot: Object.fromEntries(others.map(rule => [rule, whyNotRule(rule)])),
      }
    },
  }

  function whyNotRule(rule: DecidingRule): readonly Reason[] {
    const fields = explainFields(toleration, taint)
    switch (rule) {
      case 'exists':
        return toleration.operator === 'Exists' ? whyFieldsDiffer(toleration, taint) : [operatorReason()]
      case 'equal':
        return toleration.operator === 'Exists' ? [operatorReason()] : whyFieldsDiffer(toleration, taint)
      case 'other-key':
        return [fields.key]
      case 'other-value':
        return [fields.value]
      case 'other-effect':
        return [fields.effect]
    }
  }

  function operatorReason(): Reason {
    if (!toleration.operator) return { code: 'operator-omitted' }
    return { code: toleration.operator === 'Exists' ? 'operator-exists' : 'operator-equal' }
  }
}
