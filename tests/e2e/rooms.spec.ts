import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import { home, lesson, open, test } from './course.ts'
import { words } from './words.ts'

const fr = words('fr')
const en = words('en')
const LOCK = 'maintenance=yes:NoExecute'

test.describe('the home page’s three doors', () => {
  test('answer each key with the reason beside the verdict', async ({ page }) => {
    await open(page, home('fr'))
    const [byValue, byExists, master] = await page.locator('.hook input').all()
    const door = page.locator('.hook .room').first()
    await expect(door).toContainText(fr('rooms.shut.no-key'))
    await byValue?.check()
    await expect(door).toContainText(fr('rooms.shut.value-unasked', { wanted: 'true' }))
    await expect(door).toHaveAttribute('data-open', 'no')
    await byExists?.check()
    await expect(door).toContainText(fr('rooms.open.same-key-any-value-same-effect'))
    await byExists?.uncheck()
    await master?.check()
    await expect(door).toContainText(fr('rooms.open.master'))
    await expect(page.locator('.hook [aria-live]')).toContainText(fr('rooms.sum.anywhere'))
  })

  test('are as they were left, in both languages', async ({ page }) => {
    await open(page, home('fr'))
    await page.locator('.hook input').last().check()
    await open(page, home('en'))
    await expect(page.locator('.hook input').last()).toBeChecked()
    await expect(page.locator('.hook [aria-live]')).toContainText(en('rooms.sum.anywhere'))
  })
})

test.describe('a lesson’s rooms', () => {
  test('are changed by keyboard, and the focus goes where one goes on', async ({ page }) => {
    const rooms = await enter(page, 'en')
    const worker = rooms.locator('.room', { hasText: 'kind-worker' }).first()
    const form = worker.getByText(en('rooms.addLock'))
    await form.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(rooms.locator('.left')).toContainText('web')
    await expect(rooms.locator('[aria-live]')).toContainText('web must leave at once')
    await expect(rooms.locator('.cmd code')).toHaveText(`kubectl taint nodes kind-worker ${LOCK}`)
    await expect(worker.locator('.offer').first()).toBeFocused()

    await worker.getByRole('button', { name: `Remove ${LOCK}` }).focus()
    await page.keyboard.press('Enter')
    await expect(form).toBeFocused()
    await expect(rooms.locator('.left')).toContainText('web')
  })

  test('take a taint as kubectl does, and say in its words what is wrong with another', async ({ page }) => {
    const rooms = await enter(page, 'fr')
    const worker = rooms.locator('.room').nth(1)
    await worker.locator('> details > summary').click()
    const field = worker.getByRole('textbox')
    await field.fill('maintenance=yes:Never')
    await field.press('Enter')
    const refusal = worker.locator('[lang=en]', { hasText: 'invalid taint effect: Never, unsupported taint effect' })
    await expect(refusal).toBeVisible()
    await expect(rooms.locator('[aria-live]')).toContainText(fr('quiz.issues.unknown-effect'))
    await expect(field).toHaveAttribute('aria-invalid', 'true')
    await expect(field).toBeFocused()
    await field.fill(LOCK)
    await field.press('Enter')
    await expect(worker.locator('.locks')).toContainText(LOCK)
    await field.fill('maintenance=no:NoExecute')
    await field.press('Enter')
    await expect(rooms.locator('.cmd code')).toHaveText(
      'kubectl taint nodes kind-worker maintenance=no:NoExecute --overwrite',
    )
    await field.fill('maintenance-')
    await field.press('Enter')
    await expect(worker.locator('.locks')).toHaveCount(0)
  })

  test('take a toleration field by field, and refuse what the API server would', async ({ page }) => {
    const rooms = await enter(page, 'fr')
    await rooms.getByText(fr('rooms.cut')).click()
    const form = rooms.locator('.corridor form')
    const add = form.getByRole('button', { name: fr('rooms.add') })
    await form.getByLabel('operator').selectOption('Equal')
    await add.click()
    await expect(form.locator('[lang=en]')).toContainText('operator must be Exists when `key` is empty')
    await form.getByLabel('key', { exact: true }).fill('team')
    await form.getByLabel('value').fill('blue')
    await add.click()
    const remove = rooms.getByRole('button', { name: fr('rooms.removeKey', { toleration: 'team=blue' }) })
    await expect(remove).toBeVisible()
    await remove.press('Enter')
    await expect(rooms.getByText(fr('rooms.cut'))).toBeFocused()
  })

  test('undo the last change, start over, and undo even that', async ({ page }) => {
    const rooms = await enter(page, 'fr')
    const undo = rooms.getByRole('button', { name: fr('rooms.undo') })
    const reset = rooms.getByRole('button', { name: fr('rooms.reset') })
    const keys = rooms.locator('.ring input')
    await expect(undo).toHaveAttribute('aria-disabled', 'true')
    await keys.nth(0).check()
    await keys.nth(2).check()
    await undo.click()
    await expect(keys.nth(2)).not.toBeChecked()
    await expect(keys.nth(0)).toBeChecked()
    await reset.click()
    await expect(keys.nth(0)).not.toBeChecked()
    await expect(reset).toHaveAttribute('aria-disabled', 'true')
    await undo.click()
    await expect(keys.nth(0)).toBeChecked()
  })

  test('are found as they were left: after a reload, in the other language, in another tab', async ({
    page,
    context,
  }) => {
    const rooms = await enter(page, 'fr')
    await rooms.locator('.ring input').last().check()
    await page.reload()
    await wake(page)
    await expect(rooms.locator('.ring input').last()).toBeChecked()
    const other = await context.newPage()
    const english = await enter(other, 'en')
    await expect(english.locator('.ring input').last()).toBeChecked()
    await english.locator('.ring input').first().check()
    await expect(rooms.locator('.ring input').first()).toBeChecked()
  })

  for (const kept of ['{', '{"version":1,"scenario":"another","changes":[]}', 'null']) {
    test(`start anew when ${kept} is kept`, async ({ page }) => {
      await page.addInitScript(text => {
        localStorage.setItem('passepartout:rooms:kube-proxy:three-nodes', text)
      }, kept)
      const rooms = await enter(page, 'fr')
      await expect(rooms.locator('.ring input:checked')).toHaveCount(0)
      await rooms.locator('.ring input').last().check()
      await expect(rooms.locator('.room[data-open=yes]')).toHaveCount(3)
    })
  }

  for (const [reducedMotion, slides] of [
    ['no-preference', 1],
    ['reduce', 0],
  ] as const) {
    test(`let ${slides} of those who leave slide out where motion is asked for: ${reducedMotion}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion })
      const rooms = await enter(page, 'fr')
      const worker = rooms.locator('.room').nth(1)
      await worker.locator('> details > summary').click()
      const offer = worker.locator('.offer').first()
      const sliding = await offer.evaluate(async (button: HTMLElement) => {
        button.click()
        await new Promise(requestAnimationFrame)
        return document.getAnimations().filter(animation => !(animation instanceof CSSTransition)).length
      })
      expect(sliding).toBe(slides)
    })
  }

  for (const width of [390, 1440]) {
    test(`have no fault that axe sees at ${width} px, with forms open, a refusal and someone gone`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const rooms = await enter(page, 'fr')
      const worker = rooms.locator('.room').nth(1)
      await worker.locator('> details > summary').click()
      await worker.locator('.offer').first().click()
      await worker.getByRole('textbox').fill('x')
      await worker.getByRole('textbox').press('Enter')
      await rooms.getByText(fr('rooms.cut')).click()
      await expect(worker.locator('.issue')).toBeVisible()
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        // Colours between two themes are nobody's fault: what still fades has to arrive first.
        await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished)))
        const { violations } = await new AxeBuilder({ page }).include('.rooms').analyze()
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
      }
    })
  }

  test('have targets large enough for a finger', async ({ browser, baseURL }) => {
    const context = await browser.newContext({ baseURL: baseURL ?? '', hasTouch: true, isMobile: true })
    const page = await context.newPage()
    const rooms = await enter(page, 'fr')
    await rooms.locator('.room').nth(1).locator('> details > summary').click()
    const small = await rooms
      .locator('button, summary, label.key, input[type=text], select')
      .evaluateAll(targets =>
        targets
          .filter(target => target.checkVisibility() && target.getBoundingClientRect().height < 43.9)
          .map(target => target.outerHTML.slice(0, 80)),
      )
    expect(small).toEqual([])
    await context.close()
  })
})

async function enter(page: Page, lang: 'fr' | 'en'): Promise<Locator> {
  await page.goto(lesson(lang))
  return wake(page)
}

/** Goes to the rooms, and waits until they answer. */
async function wake(page: Page): Promise<Locator> {
  const rooms = page.locator('.rooms')
  await rooms.scrollIntoViewIfNeeded()
  await expect(page.locator('astro-island[ssr]', { has: rooms })).toHaveCount(0)
  return rooms
}
