import { getCollection, getEntry } from 'astro:content'
import type { Lang } from '../i18n/lang.ts'
import { addressOf } from '../i18n/routes.ts'
import { typeset } from '../i18n/typeset.ts'
import type { OutlineLesson } from '../islands/Resume.tsx'

export interface OutlinePart {
  readonly part: 'everywhere'
  readonly lessons: readonly OutlineLesson[]
}

/** The course in its order, as `lessons/course.yaml` has it, in a language. Throws for a lesson that has no such words. */
export async function courseOutline(lang: Lang): Promise<readonly OutlinePart[]> {
  const course = (await getCollection('course')).map(({ data }) => data).sort((a, b) => a.number - b.number)
  const parts = new Map<OutlinePart['part'], OutlineLesson[]>()
  for (const { id, number, part } of course) {
    const words = await getEntry('lessons', `${id}/${lang}`)
    const scenario = await getEntry('scenarios', id)
    if (!words || !scenario) throw new Error(`lessons/${id} needs ${lang}.mdx and scenario.yaml`)
    const lessons = parts.get(part) ?? []
    parts.set(part, lessons)
    lessons.push({
      id,
      number,
      title: typeset(lang, words.data.title),
      minutes: words.data.minutes,
      address: addressOf({ page: 'lesson', lesson: id }, lang, import.meta.env.BASE_URL),
      sections: Object.keys(words.data.sections),
      questions: scenario.data.questions.map(question => question.id),
    })
  }
  return [...parts].map(([part, lessons]) => ({ part, lessons }))
}
