import { expect, type Page, type Request } from '@playwright/test'
import { lesson, test, wakeAll } from '../course.ts'
import { questionOn } from '../questions.ts'

const PHONE = { width: 412, height: 915 }
/** In bytes on the wire, compressed, headers apart. */
const LIMITS = { all: 55_000, script: 38_000, yaml: 35_000 }
/** What reads YAML, and whatever only that needs. */
const READER = /\/written\./

interface Answer {
  readonly path: string
  readonly type: string
  readonly bytes: number
}

test.use({ viewport: PHONE })

for (const lang of ['fr', 'en'] as const) {
  test(`the lesson weighs what was agreed, cold and not scrolled (${lang})`, async ({ page }) => {
    const answers = await answersWhile(page, async () => {
      await page.goto(lesson(lang), { waitUntil: 'networkidle' })
    })
    const all = sum(answers)
    const script = sum(answers.filter(({ type }) => type === 'script'))

    console.log(table(answers))
    console.log(`lesson, ${lang}, not scrolled: ${all} bytes in all, ${script} of script`)
    expect(all).toBeLessThanOrEqual(LIMITS.all)
    expect(script).toBeLessThanOrEqual(LIMITS.script)
    expect(answers.filter(({ path }) => READER.test(path))).toEqual([])
  })
}

test('what reads YAML comes apart, once a question that needs it is near', async ({ page }) => {
  const before = await answersWhile(page, async () => {
    await page.goto(lesson('en'))
    await questionOn(page, 'matrix-masters')
    await page.waitForLoadState('networkidle')
  })
  expect(before.filter(({ path }) => READER.test(path))).toEqual([])

  const after = await answersWhile(page, async () => {
    await questionOn(page, 'write-agent')
    await wakeAll(page)
    await page.waitForLoadState('networkidle')
  })
  const reader = sum(after.filter(({ path }) => READER.test(path)))
  const rest = sum([...before, ...after].filter(({ path, type }) => type === 'script' && !READER.test(path)))
  console.log(`lesson, en, scrolled through: ${rest} bytes of script, and ${reader} of what reads YAML`)
  expect(reader).toBeGreaterThan(0)
  expect(reader).toBeLessThanOrEqual(LIMITS.yaml)
})

async function answersWhile(page: Page, action: () => Promise<void>): Promise<Answer[]> {
  const answers: Promise<Answer>[] = []
  const weigh = (request: Request): void => {
    const path = new URL(request.url()).pathname
    const type = request.resourceType()
    answers.push(request.sizes().then(({ responseBodySize }) => ({ path, type, bytes: responseBodySize })))
  }
  page.on('requestfinished', weigh)
  await action()
  page.off('requestfinished', weigh)
  return Promise.all(answers)
}

function sum(answers: readonly Answer[]): number {
  return answers.reduce((total, { bytes }) => total + bytes, 0)
}

function table(answers: readonly Answer[]): string {
  return answers
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ path, type, bytes }) => `${String(bytes).padStart(7)}  ${type.padEnd(10)}  ${path}`)
    .join('\n')
}
