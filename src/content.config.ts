import { defineCollection } from 'astro:content'
import { file, glob } from 'astro/loaders'
import { z } from 'astro/zod'

/** `lessons/course.yaml`: the order of the course. An entry is named as the lesson's folder. */
const course = defineCollection({
  loader: file('lessons/course.yaml'),
  schema: z.strictObject({
    id: z.string(),
    /** Its number in the outline; lessons are listed by it. */
    number: z.int().positive(),
    part: z.enum(['everywhere']),
  }),
})

/** `lessons/<lesson>/{fr,en}.mdx`: the words of a lesson. An entry is named `<lesson>/<lang>`. */
const lessons = defineCollection({
  loader: glob({ base: './lessons', pattern: '*/{fr,en}.mdx' }),
  schema: z.strictObject({
    title: z.string(),
    /** For search engines and link previews. */
    description: z.string().max(200),
    lead: z.string(),
    /** How long it takes to read and answer. */
    minutes: z.int().positive(),
    /** The title of each section by its id; ids are the same in every language, in the same order. */
    sections: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.string()),
    /** The documentation that supports the lesson. */
    sources: z.array(z.strictObject({ title: z.string(), url: z.url() })).min(1),
    /** The text that the lesson grew out of, where there is one: its licence asks for this credit. */
    origin: z.strictObject({ title: z.string(), by: z.string(), year: z.int(), url: z.url() }).optional(),
  }),
})

/** `lessons/<lesson>/scenario.yaml`: the situations of a lesson, in no language. An entry is named `<lesson>`. */
const scenarios = defineCollection({
  loader: glob({
    base: './lessons',
    pattern: '*/scenario.yaml',
    generateId: ({ entry }) => entry.slice(0, entry.indexOf('/')),
  }),
  schema: z.strictObject({
    /** The preset in which the lesson's commands run. */
    cluster: z.string(),
    rooms: z.record(z.string(), z.unknown()),
    questions: z.array(z.looseObject({ id: z.string() })),
  }),
})

export const collections = { course, lessons, scenarios }
