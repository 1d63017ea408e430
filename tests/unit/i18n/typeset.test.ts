import { expect, test } from 'vitest'
import { typeset, typesetFrench } from '../../../src/i18n/typeset.ts'

test.each([
  ['Pourquoi ?', 'Pourquoi\u202F?'],
  ['Attention !', 'Attention\u202F!'],
  ['vrai ; faux', 'vrai\u202F; faux'],
  ['66 %', '66\u202F%'],
  ['Voici : un pod', 'Voici\u00A0: un pod'],
  ['« le pod »', '«\u00A0le pod\u00A0»'],
  ['5 000 nœuds', '5\u00A0000 nœuds'],
  ['a=b:NoSchedule à 10:30', 'a=b:NoSchedule à 10:30'],
  ['Où a-t-il le droit ? Est-ce kube-proxy ?', 'Où a-\u2060t-\u2060il le droit\u202F? Est-\u2060ce kube-proxy\u202F?'],
  ['`kubectl get ; x ?` puis ?', '`kubectl get ; x ?` puis\u202F?'],
  ['{{ a ; b }} ;', '{{ a ; b }}\u202F;'],
])('%s', (typed, set) => {
  expect(typesetFrench(typed)).toBe(set)
})

test('setting a text twice changes nothing more', () => {
  const once = typesetFrench('« Ah ! » ; 1 000 % : oui ?')
  expect(typesetFrench(once)).toBe(once)
})

test('English stays as typed', () => {
  expect(typeset('en', 'Why ? 5 000')).toBe('Why ? 5 000')
})
