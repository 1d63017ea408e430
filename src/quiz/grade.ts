import type { Choice } from './choice.ts'
import type { Grade, ItemGrade } from './explanation.ts'
import { chooseFates } from './fate.ts'
import { chooseRule } from './match.ts'
import { fillMatrix } from './matrix.ts'
import { MISCONCEPTIONS, type Misconception, rulesUnder } from './misconceptions.ts'
import { chooseNodes } from './nodes.ts'
import type { ChoiceQuestion, Choices, Item, Question, Response } from './question.ts'
import { KUBERNETES } from './rules.ts'
import { gradeTolerations, solveTolerations } from './write.ts'

/** The answer, from the rules that the cluster runs on. For tolerations to be written it is one list that does the job. */
export function solve(question: Question): Response {
  if (question.kind === 'write') return { tolerations: solveTolerations(question) }
  return { choices: choiceOf(question).solve(KUBERNETES) }
}

/** Compares a response with the answer and explains every option, right or wrong. Throws for a response of another kind. */
export function grade(question: Question, response: Response): Grade {
  if (question.kind === 'write') {
    if (!('tolerations' in response)) throw new Error(`${question.id} is answered with tolerations`)
    return gradeTolerations(question, response.tolerations)
  }
  if (!('choices' in response)) throw new Error(`${question.id} is answered by choosing`)
  return gradeChoices(choiceOf(question), response.choices)
}

/** What there is to decide in a question, in the order in which it is shown. */
export function itemsOf(question: ChoiceQuestion): readonly Item[] {
  return choiceOf(question).items
}

/** The items that nothing was given for; where each may be left alone, all of them if all are. */
export function missingItems(items: readonly Item[], choices: Choices): readonly string[] {
  const open = items.filter(({ item }) => choices[item] === undefined)
  const missing = open.filter(({ otherwise }) => otherwise === undefined)
  return (missing.length > 0 || open.length < items.length ? missing : open).map(({ item }) => item)
}

function choiceOf(question: ChoiceQuestion): Choice {
  switch (question.kind) {
    case 'nodes':
      return chooseNodes(question)
    case 'match':
      return chooseRule(question)
    case 'matrix':
      return fillMatrix(question)
    case 'fate':
      return chooseFates(question)
  }
}

function gradeChoices(choice: Choice, choices: Choices): Grade {
  const answer = choice.solve(KUBERNETES)
  const items = choice.items.map(each => gradeItem(choice, each, answer, choices))
  const right = items.every(each => each.right)
  return { right, items, notes: [], suspects: right ? [] : suspectsOf(choice, choices) }
}

function gradeItem(choice: Choice, { item, otherwise }: Item, answers: Choices, choices: Choices): ItemGrade {
  const answer = optionOf(answers, item)
  const given = choices[item] ?? otherwise
  return { item, answer, right: given === answer, ...(given === undefined ? {} : { given }), ...choice.explain(item) }
}

function suspectsOf(choice: Choice, choices: Choices): readonly Misconception[] {
  return MISCONCEPTIONS.filter(misconception => {
    const predicted = choice.solve(rulesUnder(misconception))
    return choice.items.every(({ item, otherwise }) => predicted[item] === (choices[item] ?? otherwise))
  })
}

function optionOf(answers: Choices, item: string): string {
  const option = answers[item]
  if (option === undefined) throw new Error(`no answer for ${item}`)
  return option
}
