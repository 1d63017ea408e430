import { expect, type Page } from '@playwright/test'
import { lesson, test } from '../course.ts'

const PHONE = { width: 412, height: 915 }
/** In bytes on the wire, compressed, headers apart. */
const LIMITS = { all: 55_000, script: 38_000 }

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
    console.log(`lesson, ${lang}: ${all} bytes in all, ${script} of script`)
    expect(all).toBeLessThanOrEqual(LIMITS.all)
    expect(script).toBeLessThanOrEqual(LIMITS.script)
  })
}

async function answersWhile(page: Page, action: () => Promise<void>): Promise<Answer[]> {
  const answers: Promise<Answer>[] = []
  page.on('requestfinished', request => {
    answers.push(
      request.sizes().then(({ responseBodySize }) => ({
        path: new URL(request.url()).pathname,
        type: request.resourceType(),
        bytes: responseBodySize,
      })),
    )
  })
  await action()
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
