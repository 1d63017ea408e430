import { cleanTestStorage, getTestStorage, setTestStorageKey, useTestStorageEngine } from '@nanostores/persistent'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Node } from '../../../src/kubernetes/node.ts'
import { printAnswer, UNTOUCHED } from '../../../src/learner/answer.ts'
import type { FateQuestion, NodesQuestion, WriteQuestion } from '../../../src/quiz/question.ts'
import { answerTo, progressWith } from '../../../src/stores/answers.ts'
import { loadReader, openQuestion, untouchedView, YAML_FIELD } from '../../../src/stores/question.ts'

const shut: Node = { metadata: { name: 'shut' }, spec: { taints: [{ key: 'gpu', effect: 'NoSchedule' }] } }
const open: Node = { metadata: { name: 'open' } }
const pod = { metadata: { name: 'p' }, spec: { containers: [] } }

let count = 0
/** Ids of their own: a page keeps the store of a question for as long as it is open. */
const id = () => `question-${++count}`
const nodes = (): NodesQuestion => ({ kind: 'nodes', id: id(), nodes: [shut, open], pod })
const write = (): WriteQuestion => ({ kind: 'write', id: id(), nodes: [shut, open], pod, enter: ['shut'], stayOut: [] })
const kept = (question: { readonly id: string }) => `passepartout:answers:${question.id}`

beforeEach(() => {
  useTestStorageEngine()
  cleanTestStorage()
})

describe('a question that is answered by choosing', () => {
  test('is drawn untouched at first, as at build time', () => {
    const question = nodes()
    expect(openQuestion(question).view.get()).toEqual(untouchedView(question))
    expect(untouchedView(question)).toEqual({
      answer: UNTOUCHED,
      items: [
        { item: 'shut', options: ['in', 'out'], otherwise: 'out' },
        { item: 'open', options: ['in', 'out'], otherwise: 'out' },
      ],
    })
  })

  test('keeps half an answer, the doubt and the verdict for the next page', () => {
    const question = nodes()
    const { give, doubt, check, view } = openQuestion(question)
    give({ open: 'in' })
    doubt(true)
    check()
    expect(view.get()).toMatchObject({
      answer: { given: { open: 'in' }, phase: 'checked', unsure: true, best: 'right' },
      grade: { right: true },
    })
    const record = getTestStorage()[kept(question)]
    const later = nodes()
    setTestStorageKey(kept(later), record)
    expect(openQuestion(later).view.get()).toEqual(view.get())
  })

  test.each<[string, Readonly<Record<string, string>>]>([
    ['an item that the question does not have', { elsewhere: 'in' }],
    ['an option that the item does not have', { open: 'sideways' }],
    ['nothing, though it was checked', {}],
  ])('is a new try where what was kept gives %s', (_, given) => {
    const question = nodes()
    setTestStorageKey(kept(question), printAnswer({ given, phase: 'checked', unsure: true, best: 'right' }))
    expect(openQuestion(question).view.get()).toMatchObject({
      answer: { given: {}, phase: 'open', unsure: false, best: 'right' },
    })
  })

  test('is not checked while nothing is given, and loses nothing by it', () => {
    const { doubt, check, give, view } = openQuestion(nodes())
    doubt(true)
    check()
    expect(view.get()).toMatchObject({
      answer: { phase: 'open', unsure: true },
      trouble: { code: 'missing', items: ['shut', 'open'] },
    })
    expect(view.get()).not.toHaveProperty('grade')
    give({ shut: 'in' })
    expect(view.get()).not.toHaveProperty('trouble')
  })

  test('names the items that are missing', () => {
    const question: FateQuestion = {
      kind: 'fate',
      id: id(),
      node: open,
      added: [{ key: 'a', effect: 'NoExecute' }],
      pods: [pod, { ...pod, metadata: { name: 'q' } }],
    }
    const { give, check, view } = openQuestion(question)
    give({ p: 'now' })
    check()
    expect(view.get().trouble).toEqual({ code: 'missing', items: ['q'] })
  })

  test('shows its explanation and remains unanswered', () => {
    const question = nodes()
    const { give, show, view } = openQuestion(question)
    give({ shut: 'in' })
    show()
    expect(view.get()).toMatchObject({ answer: { given: { shut: 'in' }, phase: 'shown' }, grade: { right: false } })
    expect(view.get().answer).not.toHaveProperty('best')
    expect(progressWith([question.id]).get()).toEqual({ total: 1, attempted: 0, right: 0 })
  })

  test('is emptied for a new try, and forgotten by a reset', () => {
    const question = nodes()
    const { give, check, retry, reset, view } = openQuestion(question)
    give({ open: 'in' })
    check()
    retry()
    expect(view.get()).toEqual({ ...untouchedView(question), answer: { ...UNTOUCHED, best: 'right' } })
    expect(progressWith([question.id]).get()).toEqual({ total: 1, attempted: 1, right: 1 })
    reset()
    expect(view.get()).toEqual(untouchedView(question))
    expect(getTestStorage()).not.toHaveProperty([kept(question)])
  })

  test('comes with every lock against every key', () => {
    const question: NodesQuestion = {
      ...nodes(),
      pod: { ...pod, spec: { containers: [], tolerations: [{ key: 'gpu', operator: 'Exists' }, { key: 'cpu' }] } },
    }
    const { show, view } = openQuestion(question)
    show()
    expect(view.get().locks).toMatchObject({
      locks: [{ of: 'shut', state: 'opens' }],
      fobs: [{ toleration: { key: 'gpu' } }, { toleration: { key: 'cpu' } }],
      matches: [[{ tolerates: true }, { tolerates: false, key: 'differs' }]],
    })
  })
})

describe('what another page has kept', () => {
  test('is forgotten where it is damaged, without loss of the rest', () => {
    const [damaged, sound] = [nodes(), nodes()]
    setTestStorageKey(kept(damaged), '{"version":1,"given":')
    setTestStorageKey(
      kept(sound),
      printAnswer({ given: { open: 'in' }, phase: 'checked', unsure: false, best: 'right' }),
    )
    expect(openQuestion(damaged).view.get()).toEqual(untouchedView(damaged))
    expect(openQuestion(sound).view.get().answer.given).toEqual({ open: 'in' })
    expect(progressWith([damaged.id, sound.id]).get()).toEqual({ total: 2, attempted: 1, right: 1 })
  })

  test('arrives while this page is open', () => {
    const question = nodes()
    const { view } = openQuestion(question)
    const seen: string[] = []
    const stop = view.subscribe(({ answer }) => seen.push(answer.phase))
    setTestStorageKey(
      kept(question),
      printAnswer({ given: { open: 'in' }, phase: 'checked', unsure: false, best: 'right' }),
    )
    setTestStorageKey(kept(question), undefined)
    stop()
    expect(seen).toEqual(['open', 'checked', 'open'])
  })
})

describe('a question in which tolerations are written', () => {
  const written = (text: string) => ({ [YAML_FIELD]: text })

  test('waits only for the first load of what reads them', async () => {
    const { give, check, view } = openQuestion(write())
    give(written('- operator: Exists'))
    const waiting = check()
    expect(view.get().answer.phase).toBe('open')
    await waiting
    expect(view.get()).toMatchObject({
      answer: { phase: 'checked', best: 'right' },
      response: { tolerations: [{ operator: 'Exists' }] },
      grade: { right: true, notes: [{ code: 'opens-everything' }] },
      solution: '- effect: NoSchedule\n  key: gpu\n  operator: Exists\n',
      locks: { locks: [{ of: 'shut' }] },
    })
    const again = openQuestion(write())
    again.give(written('- key: gpu'))
    expect(again.check()).toBeUndefined()
    expect(again.view.get().answer).toMatchObject({ phase: 'checked', best: 'right' })
  })

  test.each([
    ['', { code: 'missing', items: [] }],
    ['  \n', { code: 'missing', items: [] }],
    ['- key: "gpu', { code: 'unread', issues: [{ code: 'quote-open' }] }],
    ['- effect: NoSchedule', { code: 'refused', issues: [{ code: 'empty-key-needs-exists' }] }],
  ])('is not graded for %j', async (text, trouble) => {
    await loadReader()
    const { give, check, view } = openQuestion(write())
    give(written(text))
    check()
    expect(view.get()).toMatchObject({ trouble, answer: { phase: 'open', given: written(text) } })
  })

  test('explains a list that does the job when the explanation is asked for', async () => {
    await loadReader()
    const { give, show, view } = openQuestion(write())
    give(written('- what'))
    show()
    expect(view.get()).toMatchObject({
      grade: { right: true },
      solution: '- effect: NoSchedule\n  key: gpu\n  operator: Exists\n',
    })
  })

  test('has no grade as long as what was kept cannot be read', async () => {
    await loadReader()
    const question = write()
    answerTo(question.id).set({ given: written('['), phase: 'checked', unsure: false, best: 'wrong' })
    expect(openQuestion(question).view.get()).not.toHaveProperty('grade')
  })
})
