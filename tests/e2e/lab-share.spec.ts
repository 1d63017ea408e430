import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { pack } from '../../src/stores/lab-link.ts'
import { lab, test } from './course.ts'
import { dialogOn, enterLab, expectNoViolation, lockOn, podLine, tooSmall, type } from './lab-desk.ts'
import { words } from './words.ts'

const fr = words('fr')
const en = words('en')
const TAINT = 'kubectl taint nodes kind-worker gpu=true:NoSchedule'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

async function copyLink(page: Page, lang: 'fr' | 'en'): Promise<string> {
  await page.getByRole('button', { name: words(lang)('lab.share.copy') }).click()
  await expect(page.getByRole('button', { name: words(lang)('lab.share.copied') })).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}

for (const lang of LANGS) {
  test(`a link opens in another browser as the lab is, and says so when it is copied (${lang})`, async ({
    page,
    browser,
    baseURL,
  }) => {
    await enterLab(page, lang)
    await type(page, lang, TAINT, podLine('web', { nodeSelector: { disk: 'ssd' } }))
    await expect(page.locator('#why h2')).toContainText('web')
    const link = await copyLink(page, lang)
    await expect(page.getByRole('status').filter({ hasText: words(lang)('lab.share.said') })).toHaveCount(1)
    expect(link).toMatch(/#s=1\.[\w-]+$/)
    expect(link.length).toBeLessThan(30_000)

    const other = await browser.newContext({ baseURL: baseURL ?? '' })
    const there = await other.newPage()
    await there.goto(link)
    await expect(lockOn(there, 'gpu=true')).toBeVisible()
    await expect(there.locator('#why h2')).toHaveText(words(lang)('lab.decision.title.waits', { pod: 'web' }))
    // The address does not hold on to what the lab no longer is.
    await expect(there).toHaveURL(new RegExp(`${lab(lang)}$`))
    await other.close()
  })
}

test('where the clipboard is refused, the link stands selected in a dialog', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } })
  })
  await enterLab(page, 'fr')
  const button = page.getByRole('button', { name: fr('lab.share.copy') })
  await button.focus()
  await page.keyboard.press('Enter')
  const dialog = dialogOn(page)
  await expect(dialog).toContainText(fr('lab.share.by-hand'))
  const field = dialog.getByRole('textbox', { name: fr('lab.share.link') })
  await expect(field).toHaveValue(/#s=1\./)
  const selected = await field.evaluate(
    (input: HTMLInputElement) => input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0) === input.value,
  )
  expect(selected).toBe(true)
  await expectNoViolation(page, 'dialog[open]')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(button).toBeFocused()
})

test('a browser that lets copy only while a press is handled copies at the second', async ({ page }) => {
  await page.addInitScript(() => {
    const copy = navigator.clipboard.writeText.bind(navigator.clipboard)
    const isHandled = (): boolean => self.event?.type === 'click'
    navigator.clipboard.writeText = text => (isHandled() ? copy(text) : Promise.reject(new Error('no press')))
  })
  await enterLab(page, 'fr')
  await page.getByRole('button', { name: fr('lab.share.copy') }).click()
  const dialog = dialogOn(page)
  await expect(dialog).toContainText(fr('lab.share.by-hand'))
  await dialog.getByRole('button', { name: fr('lab.share.copy') }).click()
  await expect(dialog).toHaveCount(0)
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/#s=1\./)
})

test('a lab that is too large for a link is offered as a file, which opens elsewhere', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(180_000)
  await enterLab(page, 'en')
  await type(page, 'en', 'kubectl label node kind-worker shared=yes')
  await type(page, 'en', 'kubectl create deployment web --image=nginx --replicas=300')
  await page.getByRole('button', { name: en('lab.share.copy') }).click()
  const dialog = dialogOn(page)
  await expect(dialog).toContainText(en('lab.share.too-long'))
  await expectNoViolation(page, 'dialog[open]')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: en('lab.share.download') }).click(),
  ])
  const path = await download.path()
  expect(readFileSync(path, 'utf8')).toMatch(/^1\.[\w-]+$/)

  const other = await browser.newContext({ baseURL: baseURL ?? '' })
  const there = await other.newPage()
  await enterLab(there, 'fr')
  await there.getByRole('button', { name: fr('lab.import.open') }).click()
  await dialogOn(there).locator('input[type=file]').setInputFiles(path)
  await expect(dialogOn(there)).toContainText(fr('lab.import.opened'), { timeout: 60_000 })
  await dialogOn(there)
    .getByRole('button', { name: fr('lab.import.close') })
    .click()
  await type(there, 'fr', 'kubectl get nodes -l shared=yes -o name')
  await expect(there.locator('#term')).toContainText('node/kind-worker')
  await other.close()
})

test('a hundred nodes go into a link, which opens in another browser', async ({ page, browser, baseURL }) => {
  await enterLab(page, 'en')
  await page.getByRole('combobox', { name: en('lab.head.preset') }).selectOption('large')
  await page.getByRole('button', { name: en('lab.head.start'), exact: true }).click()
  await expect(page.locator('.lab-head')).toContainText('100 nodes')
  await type(page, 'en', 'kubectl label node kind-worker shared=yes')
  const link = await copyLink(page, 'en')

  const other = await browser.newContext({ baseURL: baseURL ?? '' })
  const there = await other.newPage()
  await there.goto(link)
  await expect(there.locator('.lab-head')).toContainText('100 nodes')
  await type(there, 'en', 'kubectl get nodes -l shared=yes -o name')
  await expect(there.locator('#term')).toContainText('node/kind-worker')
  await other.close()
})

test('a link may be pasted as well, and is opened as it was shared', async ({ page }) => {
  await enterLab(page, 'en')
  await type(page, 'en', TAINT)
  const link = await copyLink(page, 'en')
  await page.getByRole('button', { name: en('lab.head.undo') }).click()
  await expect(lockOn(page, 'gpu=true')).toHaveCount(0)
  await page.getByRole('button', { name: en('lab.import.open') }).click()
  await dialogOn(page).getByRole('textbox').fill(link)
  await dialogOn(page)
    .getByRole('button', { name: en('lab.import.go') })
    .click()
  await expect(dialogOn(page)).toContainText(en('lab.import.opened'))
  await dialogOn(page)
    .getByRole('button', { name: en('lab.import.close') })
    .click()
  await expect(lockOn(page, 'gpu=true')).toBeVisible()
  await page.getByRole('button', { name: en('lab.head.undo') }).click()
  await expect(lockOn(page, 'gpu=true')).toHaveCount(0)
})

test('a link that is none leaves the lab as it was kept, and is said to be none', async ({ page }) => {
  await enterLab(page, 'fr')
  await type(page, 'fr', TAINT)
  await expect(page.locator('[data-kept=yes]')).toBeVisible()
  for (const [hash, said] of [
    ['#s=hello', fr('lab.errors.link-unreadable')],
    ['#s=7.AAAA', fr('lab.errors.link-version', { version: '7' })],
    ['#s=1.AAAA', fr('lab.errors.link-damaged')],
    [`#s=${await pack({ format: 1 })}`, fr('lab.errors.state-invalid', { path: 'about' })],
    [
      `#s=${await pack(JSON.parse('{"format":1,"a":{"__proto__":1}}'))}`,
      fr('lab.errors.state-invalid', { path: '__proto__' }),
    ],
  ] as const) {
    await page.goto('about:blank')
    await enterLab(page, 'fr', hash)
    await expect(page.getByText(said)).toBeVisible()
    await expect(lockOn(page, 'gpu=true')).toBeVisible()
  }
})

test('on a phone, buttons are large enough, and the dialog fits', async ({ browser, baseURL }) => {
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    viewport: { width: 390, height: 700 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await enterLab(page, 'fr')
  await page.getByRole('button', { name: fr('lab.import.open') }).tap()
  const box = await dialogOn(page).boundingBox()
  expect(box && box.x >= 0 && box.x + box.width <= 390 && box.height <= 700).toBe(true)
  expect(await tooSmall(dialogOn(page).locator('button'))).toEqual([])
  await context.close()
})
