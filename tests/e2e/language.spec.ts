import { expect, type Page } from '@playwright/test'
import type { Lang } from '../../src/i18n/lang.ts'
import { home, lesson, test } from './course.ts'
import { asked, fill, questionOn, rightFilling, wrongFilling } from './questions.ts'
import { words } from './words.ts'

const fr = words('fr')

for (const width of [390, 1440]) {
  test(`the other language opens at the same block, at the same height (${width} px)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    for (const block of ['#key > :nth-child(3)', '#almost .question', '#controller > table']) {
      await page.goto(lesson('fr'))
      await page
        .locator(block)
        .first()
        .evaluate(element => scrollBy({ top: element.getBoundingClientRect().top - 96, behavior: 'instant' }))
      await expect.poll(() => topOf(page, block)).toBeCloseTo(96, 0)
      await switchTo(page, 'en')
      await expect.poll(() => topOf(page, block), { message: block }).toBeCloseTo(96, 0)
    }
  })
}

test('half-given answers, answers and rooms are the same in the other language', { tag: '@folder' }, async ({
  page,
}) => {
  await page.goto(lesson('fr'))
  const half = await questionOn(page, 'which-nodes-windows')
  await half.locator('input').nth(1).check()
  await half.getByRole('button', { name: fr('quiz.unsure') }).click()
  const written = await questionOn(page, 'write-agent')
  await written.locator('textarea').fill('- key: half\n  oper')
  const done = await questionOn(page, 'match-master')
  await fill(done, rightFilling(asked('match-master')))
  await done.getByRole('button', { name: fr('quiz.check') }).click()
  const rooms = page.locator('.rooms')
  await rooms.scrollIntoViewIfNeeded()
  await rooms.locator('.ring input').last().check()

  await switchTo(page, 'en')
  const en = words('en')
  const halfThere = await questionOn(page, 'which-nodes-windows')
  await expect(halfThere.locator('input').nth(1)).toBeChecked()
  await expect(halfThere.locator('input:checked')).toHaveCount(1)
  await expect(halfThere.getByRole('button', { name: en('quiz.unsure') })).toHaveAttribute('aria-pressed', 'true')
  await expect((await questionOn(page, 'write-agent')).locator('textarea')).toHaveValue('- key: half\n  oper')
  await expect((await questionOn(page, 'match-master')).locator('.grade')).toHaveText(en('quiz.right'))
  await page.locator('.rooms').scrollIntoViewIfNeeded()
  await expect(page.locator('.rooms .ring input').last()).toBeChecked()
})

test('a verdict and its reasons are said anew in the other language', async ({ page }) => {
  await page.goto(lesson('en'))
  const question = await questionOn(page, 'matrix-masters')
  await fill(question, wrongFilling(asked('matrix-masters')))
  await question.getByRole('button', { name: words('en')('quiz.check') }).click()
  await switchTo(page, 'fr')
  const there = await questionOn(page, 'matrix-masters')
  await expect(there.locator('.grade')).toHaveText(fr('quiz.wrong'))
  await expect(there.getByRole('button', { name: fr('quiz.again') })).toBeVisible()
})

test('every page has its other language, and keeps to it', async ({ page, baseURL }) => {
  for (const address of [home, lesson]) {
    await page.goto(address('fr'))
    await page.locator('a[data-lang=en]').click()
    await expect(page).toHaveURL(`${baseURL}${address('en')}`)
    await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  }
})

test('what Kubernetes prints is marked as English on a French page', async ({ page }) => {
  await page.goto(lesson('fr'))
  const unmarked = await page
    .locator('main pre.term')
    .evaluateAll(
      terminals => terminals.filter(terminal => terminal.closest('[lang]')?.getAttribute('lang') !== 'en').length,
    )
  expect(unmarked).toBe(0)
})

/** As a reader does, from where they are: Playwright would scroll first. */
async function switchTo(page: Page, lang: Lang): Promise<void> {
  const box = await page.locator(`a[data-lang=${lang}]`).boundingBox()
  if (!box) throw new Error(`no link to ${lang}`)
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await expect(page.locator('html')).toHaveAttribute('lang', lang)
}

function topOf(page: Page, selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate(element => element.getBoundingClientRect().top)
}
