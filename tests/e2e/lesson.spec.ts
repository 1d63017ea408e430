import { expect } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { lesson, test } from './course.ts'
import { asked, fill, LESSONS, questionOn, rightFilling, wrongFilling } from './questions.ts'
import { words } from './words.ts'

const en = words('en')

for (const lang of LANGS) {
  const say = words(lang)

  for (const [name, questions] of Object.entries(LESSONS)) {
    test(`every question of ${name} is answered: wrong with its reasons, then right (${lang})`, {
      tag: '@folder',
    }, async ({ page }) => {
      await page.goto(lesson(lang, name))
      for (const each of questions) {
        const question = await questionOn(page, each.id)
        const verdict = question.locator('.grade')

        await fill(question, wrongFilling(each))
        await question.getByRole('button', { name: say('quiz.check') }).click()
        await expect(verdict, each.id).toHaveAttribute('data-ok', 'no')
        await expect(verdict, each.id).toBeFocused()
        const reasons = question.locator('.why')
        expect(await reasons.count(), `${each.id} explains`).toBeGreaterThan(0)
        for (const reason of await reasons.all()) await expect(reason, each.id).not.toBeEmpty()

        await question.getByRole('button', { name: say('quiz.again') }).click()
        await expect(verdict).toHaveCount(0)
        await fill(question, rightFilling(each))
        await question.getByRole('button', { name: say('quiz.check') }).click()
        await expect(verdict, each.id).toHaveAttribute('data-ok', 'yes')
        await expect(verdict, each.id).toBeFocused()
      }
      await expect(page.locator('.question .grade[data-ok=yes]')).toHaveCount(questions.length)
    })
  }
}

test('after a check every option says why, and the form can no longer be changed', async ({ page }) => {
  await page.goto(lesson('en'))
  const question = await questionOn(page, 'which-nodes-windows')
  await fill(question, wrongFilling(asked('which-nodes-windows')))
  await question.getByRole('button', { name: en('quiz.check') }).click()
  const options = await question.locator('.opts .opt').all()
  expect(options.length).toBe(4)
  for (const option of options) {
    await expect(option.locator('.why')).not.toBeEmpty()
    await expect(option.locator('input')).toBeDisabled()
  }
})

test('between a click and its verdict nothing is asked of the network', async ({ page }) => {
  await page.goto(lesson('en'))
  const question = await questionOn(page, 'match-almost')
  await fill(question, rightFilling(asked('match-almost')))
  await page.waitForLoadState('networkidle')
  const requests: string[] = []
  page.on('request', request => requests.push(request.url()))
  const waited = await question
    .getByRole('button', { name: en('quiz.check') })
    .evaluate(async (button: HTMLElement) => {
      button.click()
      // One turn of what was promised, no timer and no frame.
      await Promise.resolve()
      return button.closest('.question')?.querySelector('.grade') === null
    })
  expect(waited).toBe(false)
  await expect(question.locator('.grade')).toHaveAttribute('data-ok', 'yes')
  expect(requests).toEqual([])
})

test('a check with nothing given says what is missing, and keeps the question open', async ({ page }) => {
  await page.goto(lesson('en'))
  for (const [id, missing] of [
    ['which-nodes-old-entry', en('quiz.nodes.missing')],
    ['match-old-entry', en('quiz.match.missing')],
    ['matrix-masters', en('quiz.matrix.missing')],
    ['write-agent', en('quiz.write.missing')],
  ] as const) {
    const question = await questionOn(page, id)
    await question.getByRole('button', { name: en('quiz.check') }).click()
    await expect(question.getByRole('status')).toContainText(missing)
    await expect(question.locator('.grade')).toHaveCount(0)
  }
})

test('“show me” explains and leaves the question open', async ({ page }) => {
  await page.goto(lesson('en'))
  const question = await questionOn(page, 'match-old-entry')
  await question.getByRole('button', { name: en('quiz.show') }).click()
  await expect(question.locator('.grade')).toHaveText(en('quiz.shown'))
  await expect(question.getByRole('status')).toContainText(en('quiz.shownOpen'))
  await expect(question.locator('.why').first()).not.toBeEmpty()
})

test('“not sure” is kept beside the answer, and a reset forgets both', async ({ page }) => {
  await page.goto(lesson('en'))
  const question = await questionOn(page, 'match-old-entry')
  const unsure = question.getByRole('button', { name: en('quiz.unsure') })
  await unsure.click()
  await expect(unsure).toHaveAttribute('aria-pressed', 'true')
  await fill(question, rightFilling(asked('match-old-entry')))
  await question.getByRole('button', { name: en('quiz.check') }).click()
  await expect(question.getByRole('status')).toContainText(en('quiz.rightUnsure'))
  await question.getByRole('button', { name: en('quiz.reset') }).click()
  await expect(unsure).toHaveAttribute('aria-pressed', 'false')
  await expect(question.locator('input:checked')).toHaveCount(0)
})

test.describe('an answer in YAML', () => {
  test('that cannot be read is marked where it is wrong, with what was expected', async ({ page }) => {
    await page.goto(lesson('en'))
    const question = await questionOn(page, 'write-agent')
    await question.locator('textarea').fill('- key: gpu\n  operator: "Exists\n')
    await question.getByRole('button', { name: en('quiz.check') }).click()
    await expect(question.locator('.grade')).toHaveText(en('quiz.write.unread'))
    await expect(question.getByRole('status')).toContainText(en('quiz.issues.quote-open'))
    await expect(question.getByRole('status')).toContainText(/Line [23], column \d+\./)
    await expect(question.locator('textarea')).toHaveAttribute('aria-invalid', 'true')
    await expect(question.locator('textarea')).toBeFocused()
    expect(await question.locator('.gutter [data-bad]').count()).toBeGreaterThan(0)
  })

  test('that the API server would refuse gets its own words and a translation of them', async ({ page }) => {
    await page.goto(lesson('fr'))
    const fr = words('fr')
    const question = await questionOn(page, 'write-agent')
    await question.locator('textarea').fill('- effect: NoSchedule\n  value: x\n  operator: Exists\n')
    await question.getByRole('button', { name: fr('quiz.check') }).click()
    await expect(question.locator('.grade')).toHaveText(fr('quiz.write.refused'))
    await expect(question.getByRole('status').locator('[lang=en]')).toContainText(
      "value must be empty when `operator` is 'Exists'",
    )
    await expect(question.getByRole('status')).toContainText(fr('quiz.issues.exists-takes-no-value'))
  })

  test('is right whatever its spelling, and is told when it opens more than it must', async ({ page }) => {
    await page.goto(lesson('en'))
    const question = await questionOn(page, 'write-agent')
    const check = question.getByRole('button', { name: en('quiz.check') })
    for (const text of [
      '[{key: node-role.kubernetes.io/control-plane, operator: Exists}, {key: gpu, value: a100}]',
      'spec:\n  tolerations:\n  - operator: Exists\n    effect: NoSchedule\n',
    ]) {
      await question.locator('textarea').fill(text)
      await check.click()
      await expect(question.locator('.grade')).toHaveAttribute('data-ok', 'yes')
      await question.getByRole('button', { name: en('quiz.again') }).click()
    }
    await question.locator('textarea').fill('- operator: Exists')
    await check.click()
    await expect(question.locator('.grade')).toHaveAttribute('data-ok', 'no')
  })
})

test('a question has an address of its own', async ({ page, baseURL }) => {
  await page.goto(`${lesson('fr')}#q-write-master`)
  await expect(page.locator('#q-write-master')).toBeInViewport()
  const question = await questionOn(page, 'write-master')
  await expect(question.getByRole('link', { name: words('fr')('quiz.link') })).toHaveAttribute(
    'href',
    '#q-write-master',
  )
  await expect(page).toHaveURL(`${baseURL}${lesson('fr')}#q-write-master`)
})
