import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { type Answer, printAnswer } from '../../src/learner/answer.ts'
import type { Question } from '../../src/quiz/question.ts'
import { builtPages, lesson, test, wakeAll } from './course.ts'
import { LESSONS, questionOn, rightFilling, wrongFilling } from './questions.ts'
import { words } from './words.ts'

const WIDTHS = [390, 1440]

/** How all the questions of a lesson may stand at once, besides untouched. */
const STATES: Readonly<Record<string, (question: Question) => Answer>> = {
  'answered wrongly': question => ({ given: givenBy(wrongFilling(question)), phase: 'checked', unsure: false }),
  'answered rightly': question => ({ given: givenBy(rightFilling(question)), phase: 'checked', unsure: true }),
  explained: () => ({ given: {}, phase: 'shown', unsure: false }),
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme axe finds nothing`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    for (const address of builtPages().filter(page => page !== '')) {
      test(`on ${address}`, async ({ page, watch }) => {
        if (address === '404.html') watch.expectError(/404/)
        await page.goto(address)
        await wakeAll(page)
        await expectNoViolation(page)
      })
    }

    test('on the root, before it sends on', async ({ page, baseURL }) => {
      await page.route(baseURL ?? '', async route => {
        const response = await route.fetch()
        await route.fulfill({ response, body: (await response.text()).replace(/<script>.*?<\/script>/gs, '') })
      })
      await page.goto('')
      await expectNoViolation(page)
    })

    for (const lang of LANGS) {
      for (const [name, questions] of Object.entries(LESSONS)) {
        for (const [state, answerTo] of Object.entries(STATES)) {
          test(`on ${name} with every question ${state} (${lang})`, async ({ page }) => {
            const kept = questions.map(each => [`passepartout:answers:${each.id}`, printAnswer(answerTo(each))])
            await page.addInitScript(records => {
              for (const [key = '', record = ''] of records) localStorage.setItem(key, record)
            }, kept)
            await page.goto(lesson(lang, name))
            await wakeAll(page)
            await expect(page.locator('.question .grade')).toHaveCount(questions.length)
            await expectNoViolation(page)
          })
        }
      }

      test(`on the lesson with YAML that cannot be read or is refused (${lang})`, async ({ page }) => {
        await page.goto(lesson(lang))
        for (const [id, text] of [
          ['write-agent', '- key: "open\n'],
          ['write-master', '- value: x\n  operator: Exists\n'],
        ] as const) {
          const question = await questionOn(page, id)
          await question.locator('textarea').fill(text)
          await question.getByRole('button', { name: words(lang)('quiz.check') }).click()
          await expect(question.locator('.grade')).toHaveAttribute('data-ok', 'no')
        }
        await expectNoViolation(page)
      })
    }
  })
}

function givenBy(filling: ReturnType<typeof rightFilling>): Answer['given'] {
  return 'text' in filling ? { yaml: filling.text } : filling.choices
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    const { violations } = await new AxeBuilder({ page })
      .setLegacyMode()
      .options({ resultTypes: ['violations'] })
      .analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })),
    )
    expect(found, `${width} px`).toEqual([])
  }
}
