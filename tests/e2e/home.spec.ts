import { expect } from '@playwright/test'
import { printAnswer } from '../../src/learner/answer.ts'
import { home, lesson, open, test } from './course.ts'
import { asked, fill, QUESTIONS, questionOn, rightFilling } from './questions.ts'
import { words } from './words.ts'

const fr = words('fr')

test('a newcomer begins at the first lesson', { tag: '@folder' }, async ({ page, baseURL }) => {
  await open(page, home('fr'))
  await expect(page.getByText(fr('app.state.open'))).toBeVisible()
  await page.getByRole('link', { name: fr('app.resume.open') }).click()
  await expect(page).toHaveURL(`${baseURL}${lesson('fr')}`)
})

test('a reader goes on where they stopped', { tag: '@folder' }, async ({ page, baseURL }) => {
  await page.goto(`${lesson('fr')}#almost`)
  await expect(page.locator('[data-rail] a[aria-current]')).toHaveAttribute('href', '#almost')
  const question = await questionOn(page, 'match-almost')
  await fill(question, rightFilling(asked('match-almost')))
  await question.getByRole('button', { name: fr('quiz.check') }).click()
  await expect(question.locator('.grade')).toBeVisible()

  await open(page, home('fr'))
  await expect(page.getByText(fr('app.resume.right', { count: 1, total: QUESTIONS.length }))).toBeVisible()
  await expect(page.getByText(fr('app.state.now'))).toBeVisible()
  await page.getByRole('link', { name: fr('app.resume.continue') }).click()
  await expect(page).toHaveURL(`${baseURL}${lesson('fr')}#almost`)
})

test('a lesson whose every question was answered right is mastered', async ({ page }) => {
  const answer = printAnswer({ given: {}, phase: 'open', unsure: false, best: 'right' })
  await page.addInitScript(
    ({ ids, text }) => {
      for (const id of ids) localStorage.setItem(`passepartout:answers:${id}`, text)
    },
    { ids: QUESTIONS.map(({ id }) => id), text: answer },
  )
  await open(page, home('fr'))
  await expect(page.getByText(fr('app.state.done'))).toBeVisible()
})
