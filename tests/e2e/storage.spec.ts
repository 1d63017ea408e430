import { expect, type Page } from '@playwright/test'
import { home, lesson, open, test } from './course.ts'
import { asked, fill, QUESTIONS, questionOn, rightFilling } from './questions.ts'
import { words } from './words.ts'

const fr = words('fr')
const ID = 'match-master'

test('a reload finds the lesson as it was left', { tag: '@folder' }, async ({ page }) => {
  await page.goto(lesson('fr'))
  await answerRightly(page)
  const half = await questionOn(page, 'which-nodes-windows')
  await half.locator('input').first().check()
  await page.reload()
  await expectAnswered(page)
  await expect((await questionOn(page, 'which-nodes-windows')).locator('input:checked')).toHaveCount(1)
})

test('a second tab sees an answer as it is given', async ({ page, context }) => {
  await page.goto(lesson('fr'))
  const here = await questionOn(page, ID)
  const other = await context.newPage()
  await other.goto(lesson('en'))
  await answerRightly(other, 'en')
  await expect(here.locator('.grade')).toHaveText(fr('quiz.right'))
})

test('the last word of two tabs counts, and neither loses another question', async ({ page, context }) => {
  await page.goto(lesson('fr'))
  const other = await context.newPage()
  await other.goto(lesson('fr'))
  await fill(await questionOn(page, 'match-old-entry'), rightFilling(asked('match-old-entry')))
  await fill(await questionOn(other, ID), rightFilling(asked(ID)))
  await page.reload()
  for (const id of ['match-old-entry', ID]) {
    await expect((await questionOn(page, id)).locator('input:checked')).toHaveCount(1)
  }
})

for (const [how, breakStorage] of [
  ['refused', refuseStorage],
  ['full', fillStorage],
] as const) {
  test(`with storage ${how} the lesson works, and says that nothing will be kept`, async ({ page }) => {
    await page.addInitScript(breakStorage)
    await page.goto(lesson('fr'))
    await expect(page.getByText(fr('site.unsaved'))).toBeVisible()
    await answerRightly(page)
    await page.getByRole('button', { name: fr('site.theme.system') }).click()
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
    await page.locator('.rooms').scrollIntoViewIfNeeded()
    await page.locator('.rooms .ring input').last().check()
    await expect(page.locator('.rooms .room[data-open=yes]')).toHaveCount(3)
    // What was given before is still there beside it.
    await expect(page.locator(`#q-${ID} .grade`)).toHaveText(fr('quiz.right'))
  })
}

test('with storage that works nothing is said of it', async ({ page }) => {
  await open(page, home('fr'))
  await expect(page.getByRole('button', { name: fr('site.foot.erase') })).toBeVisible()
  await expect(page.getByText(fr('site.unsaved'))).toBeHidden()
})

const DAMAGED = [
  '{',
  'null',
  '[]',
  '"text"',
  '{"version":99,"given":{},"phase":"open","unsure":false}',
  '{"version":1,"given":{"nobody":"knows"},"phase":"checked","unsure":false}',
  '{"version":1,"given":{"rule":"no-such-rule"},"phase":"checked","unsure":false}',
  '{"version":1,"given":5,"phase":"elsewhere"}',
]

test('a damaged record costs its own question and no other', async ({ page }) => {
  for (const record of DAMAGED) {
    await page.addInitScript(
      ([id, text, others]) => {
        if (sessionStorage.getItem('damaged') === text) return
        sessionStorage.setItem('damaged', text)
        for (const other of others) localStorage.setItem(`passepartout:answers:${other}`, text)
        localStorage.setItem(`passepartout:answers:${id}`, text)
        localStorage.setItem('passepartout:reading:kube-proxy', text)
        localStorage.setItem('passepartout:theme', text)
        localStorage.setItem('passepartout:lang', text)
      },
      [ID, record, QUESTIONS.map(({ id }) => id)] as const,
    )
    await page.goto(lesson('fr'))
    await answerRightly(page)
    await page.goto(home('fr'))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  }
})

test('erasing forgets everything at once, after asking', async ({ page }) => {
  await page.goto(lesson('fr'))
  await answerRightly(page)
  await page.getByRole('button', { name: fr('site.theme.system') }).click()
  await page.evaluate(() => localStorage.setItem('another-course', 'stays'))

  await page.getByRole('button', { name: fr('site.foot.erase') }).click()
  const dialog = page.getByRole('dialog', { name: fr('site.foot.ask') })
  await dialog.getByRole('button', { name: fr('site.foot.cancel') }).click()
  await expect(page.locator(`#q-${ID} .grade`)).toHaveText(fr('quiz.right'))

  await page.getByRole('button', { name: fr('site.foot.erase') }).click()
  await dialog.getByRole('button', { name: fr('site.foot.confirm') }).click()
  await expect(page.locator('html')).not.toHaveAttribute('data-theme')
  await expect((await questionOn(page, ID)).locator('.grade')).toHaveCount(0)
  await expect(page.locator(`#q-${ID} input:checked`)).toHaveCount(0)
  const kept = await page.evaluate(() => Object.keys(localStorage))
  expect(kept.filter(key => key.startsWith('passepartout:answers') || key.startsWith('passepartout:theme'))).toEqual([])
  expect(kept).toContain('another-course')
})

async function answerRightly(page: Page, lang: 'fr' | 'en' = 'fr'): Promise<void> {
  const question = await questionOn(page, ID)
  await fill(question, rightFilling(asked(ID)))
  await question.getByRole('button', { name: words(lang)('quiz.check') }).click()
  await expect(question.locator('.grade')).toHaveText(words(lang)('quiz.right'))
}

async function expectAnswered(page: Page): Promise<void> {
  await expect((await questionOn(page, ID)).locator('.grade')).toHaveText(fr('quiz.right'))
}

/** As a browser does that forbids a page its storage: the very access throws. */
function refuseStorage(): void {
  for (const name of ['localStorage', 'sessionStorage']) {
    Object.defineProperty(window, name, {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError')
      },
    })
  }
}

function fillStorage(): void {
  Storage.prototype.setItem = () => {
    throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
  }
}
