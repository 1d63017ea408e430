import { readFileSync } from 'node:fs'
import { expect, type Locator, type Page } from '@playwright/test'
import { parse } from 'yaml'
import { solve } from '../../src/quiz/grade.ts'
import type { Question } from '../../src/quiz/question.ts'
import { readQuestions } from '../../src/quiz/read-question.ts'
import { printTolerations } from '../../src/quiz/written.ts'

/** What fills in a question's form: the option of each field by its name, or the text to write. */
export type Filling = { readonly choices: Readonly<Record<string, string>> } | { readonly text: string }

/** The questions of each lesson of the course, in the order of its scenario. */
export const LESSONS: Readonly<Record<string, readonly Question[]>> = Object.fromEntries(
  (parse(readFileSync('lessons/course.yaml', 'utf8')) as { id: string }[]).map(({ id }) => [id, readScenario(id)]),
)

/** Those of the lesson on kube-proxy. */
export const QUESTIONS: readonly Question[] = readScenario('kube-proxy')

/** The lesson's question of an id. Throws for one that it does not ask. */
export function asked(id: string): Question {
  const question = QUESTIONS.find(each => each.id === id)
  if (!question) throw new Error(`the lesson does not ask ${id}`)
  return question
}

/** What answers a question rightly, as the engine says: no answer stands in the tests either. */
export function rightFilling(question: Question): Filling {
  const answer = solve(question)
  return 'choices' in answer ? { choices: answer.choices } : { text: printTolerations(answer.tolerations) }
}

/** What the engine takes for wrong, and whoever forgets what the question is about might give. */
export function wrongFilling(question: Question): Filling {
  const right = solve(question)
  if (!('choices' in right)) return { text: '- key: nobody-has-this\n  operator: Exists\n' }
  const [item = '', option = ''] = Object.entries(right.choices)[0] ?? []
  return { choices: { ...right.choices, [item]: otherOption(question, item, option) } }
}

/** Where a question stands on the page, once it answers. */
export async function questionOn(page: Page, id: string): Promise<Locator> {
  const question = page.locator(`#q-${id}`)
  // A page that finds its reader's place again may scroll away once more.
  await expect(async () => {
    await question.scrollIntoViewIfNeeded()
    await expect(page.locator('astro-island[ssr]', { has: question })).toHaveCount(0, { timeout: 1000 })
  }).toPass()
  return question
}

/** Fills in a question's form by pointer. */
export async function fill(question: Locator, filling: Filling): Promise<void> {
  if ('text' in filling) {
    await question.locator('textarea').fill(filling.text)
    return
  }
  for (const [name, option] of Object.entries(filling.choices)) {
    const field = question.locator(`input[name="${name}"]`)
    if ((await field.first().getAttribute('type')) === 'radio')
      await field.and(question.locator(`[value="${option}"]`)).check()
    else await field.setChecked((await field.getAttribute('value')) === option)
  }
}

function otherOption(question: Question, item: string, option: string): string {
  if (question.kind === 'nodes') return option === 'in' ? 'out' : 'in'
  if (question.kind === 'matrix') return option === 'yes' ? 'no' : 'yes'
  if (question.kind === 'match') return option === 'other-key' ? 'exists' : 'other-key'
  if (question.kind === 'fate') return option === 'stays' ? 'now' : 'stays'
  throw new Error(`${question.id} has no options, and no item ${item}`)
}

function readScenario(lesson: string): readonly Question[] {
  const reading = readQuestions(parse(readFileSync(`lessons/${lesson}/scenario.yaml`, 'utf8')).questions)
  if (!reading.ok) throw new Error(JSON.stringify(reading.issues))
  return reading.value
}
