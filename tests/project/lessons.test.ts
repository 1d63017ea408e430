import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { LANGS } from '../../src/i18n/lang.ts'
import { projectFiles, readProjectFile } from './files.ts'
import { namedIn, proseOf, readLesson, shapeOf } from './lessons.ts'
import { typographyFaults } from './words.ts'

const LESSONS = projectFiles(/^lessons\/[^/]+\/scenario\.yaml$/).map(path => path.split('/')[1] ?? '')

interface Scenario {
  readonly rooms: Readonly<Record<string, unknown>>
  readonly questions: readonly { readonly id: string; readonly kind: string }[]
}

test('the course lists every lesson, and no other', () => {
  const course: { id: string }[] = parse(readProjectFile('lessons/course.yaml'))
  expect(course.map(({ id }) => id).toSorted()).toEqual(LESSONS.toSorted())
})

describe.each(LESSONS)('%s', lesson => {
  const text = { fr: read(lesson, 'fr'), en: read(lesson, 'en') }
  const scenario: Scenario = parse(readProjectFile(`lessons/${lesson}/scenario.yaml`))

  test('has the same blocks and components in both languages, in the same order', () => {
    expect(shapeOf(text.fr.blocks)).toEqual(shapeOf(text.en.blocks))
  })

  test('takes as long and stands on the same documentation in both languages', () => {
    expect(text.fr.front.minutes).toBe(text.en.front.minutes)
    expect(text.fr.front.sources.map(({ url }) => url)).toEqual(text.en.front.sources.map(({ url }) => url))
  })

  test.each(LANGS)('titles its sections in their order (%s)', lang => {
    expect(Object.keys(text[lang].front.sections)).toEqual(namedIn(text[lang].blocks, 'Section'))
  })

  test('asks every question of its scenario once, and draws every plan once', () => {
    expect(namedIn(text.fr.blocks, 'Question').toSorted()).toEqual(scenario.questions.map(({ id }) => id).toSorted())
    expect(namedIn(text.fr.blocks, 'Rooms').toSorted()).toEqual(Object.keys(scenario.rooms).toSorted())
  })

  test('asks at least four questions of at least two kinds', () => {
    expect(scenario.questions.length).toBeGreaterThanOrEqual(4)
    expect(new Set(scenario.questions.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(2)
  })

  test.each(LANGS)('keeps to the typography of its language (%s)', lang => {
    expect(proseOf(text[lang]).flatMap(prose => typographyFaults(lang, prose))).toEqual([])
  })
})

const SAME =
  '---\nsections: { a: A }\n---\n<Section id="a">\n\nOne `b`.\n\n- c\n- d\n\n<Question id="q">\n\nWhat?\n\n</Question>\n\n</Section>\n'

test.each<[string, (text: string) => string]>([
  ['another id', text => text.replace('id="q"', 'id="r"')],
  ['a paragraph more', text => text.replace('One', 'One.\n\nTwo')],
  ['an item less', text => text.replace('- d\n', '')],
  ['a paragraph turned into a list', text => text.replace('One', '- One')],
  ['a component more in a sentence', text => text.replace('`b`', '<Key id="b" />')],
])('%s in one language is seen', (_, change) => {
  expect(shapeOf(readLesson(SAME).blocks)).not.toEqual(shapeOf(readLesson(change(SAME)).blocks))
})

test('other words alone make no other lesson', () => {
  const other = SAME.replace('One `b`.', 'Une phrase, `b` et *un mot*.')
  expect(shapeOf(readLesson(SAME).blocks)).toEqual(shapeOf(readLesson(other).blocks))
})

test('a fault of typography in a lesson is seen wherever it stands', () => {
  const faulty = readLesson(
    "---\ntitle: \"l'un\"\nsections: { a: \"l'autre\" }\n---\n<Note title=\"l'aside\">\n\n- l'item `it's`\n\n| l'en-tête |\n|---|\n| l'**important** |\n\n</Note>\n",
  )
  expect(proseOf(faulty).flatMap(prose => typographyFaults('fr', prose))).toHaveLength(6)
})

function read(lesson: string, lang: string) {
  return readLesson(readProjectFile(`lessons/${lesson}/${lang}.mdx`))
}
