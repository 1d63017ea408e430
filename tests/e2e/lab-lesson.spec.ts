import { expect } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { lesson, test } from './course.ts'
import { type } from './lab-desk.ts'
import { words } from './words.ts'

for (const lang of LANGS) {
  const t = words(lang)

  test(`the lesson’s rooms open in the lab, with those who are in them (${lang})`, async ({ page }) => {
    await page.goto(lesson(lang))
    await page.getByRole('link', { name: t('lesson.try.rooms') }).click()
    await expect(page.locator('#rooms')).toContainText('log-agent')
    await expect(page.locator('#rooms')).toContainText('newcomer')
    await type(page, lang, 'kubectl get pods -o wide')
    await expect(page.locator('#term')).toContainText(/web +1\/1 +Running .* kind-worker /)
    await page.locator('#why').getByRole('combobox').selectOption({ label: 'newcomer' })
    await expect(page.locator('#why h2')).toContainText('newcomer')
  })

  test(`a command of the lesson is found with ↑ in the lab, and answers there as in the lesson (${lang})`, async ({
    page,
  }) => {
    await page.goto(lesson(lang))
    const box = page.locator('.termbox').nth(1)
    const [command, printed] = await box.locator('pre').allInnerTexts()
    const link = page.locator('.termbox + .try a').nth(1)
    await expect(link).toHaveText(t('lesson.try.command'))
    await link.click()
    const field = page.getByRole('textbox', { name: t('lab.terminal.field') })
    await expect(page.getByRole('heading', { level: 3, name: 'kind-worker2' })).toBeVisible()
    await field.focus()
    await page.keyboard.press('ArrowUp')
    await expect(field).toHaveValue(command?.replace(/^\$ /, '') ?? '')
    await page.keyboard.press('Enter')
    const lines = (printed ?? '').trim().split('\n')
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) await expect(page.locator('#term')).toContainText(line.trim().split(/ {2,}/)[0] ?? '')
  })
}

test('each link is short, and stands below what it opens', async ({ page }) => {
  await page.goto(lesson('fr'))
  const links = page.locator('a[data-try]')
  expect(await links.count()).toBe((await page.locator('.termbox').count()) + (await page.locator('aside.lab').count()))
  for (const link of await links.all()) {
    const address = (await link.getAttribute('href')) ?? ''
    expect(address).toMatch(/\/labo\/#s=1\.[\w-]+$/)
    expect(address.length).toBeLessThan(1000)
  }
})
