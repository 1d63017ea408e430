import { expect, type Locator, type Page } from '@playwright/test'
import { LANGS, type Lang } from '../../src/i18n/lang.ts'
import { lesson, test } from './course.ts'
import { enterLab, expectNoViolation, tooSmall, type } from './lab-desk.ts'
import { outputOf, terminalLine, typeLine } from './lab-typing.ts'
import { words } from './words.ts'

/** What belongs to a terminal alone. */
const OF_A_TERMINAL = /\/(?:LessonTerminal|LabTerminal|lab-words|lab-worker|founded)/

for (const lang of LANGS) {
  const t = words(lang)

  test(`each of the lesson’s commands is run in its place, and answers what is printed there (${lang})`, async ({
    page,
  }) => {
    await page.goto(lesson(lang))
    const boxes = await page.locator('.termbox').all()
    expect(boxes.length).toBeGreaterThan(3)
    for (const [index, box] of boxes.entries()) {
      const printed = linesOf((await box.locator('pre').last().textContent()) ?? '')
      const button = page.locator('button[data-run]').nth(index)
      await expect(button).toHaveAttribute(
        'data-run',
        (await box.locator('[data-copy]').getAttribute('data-copy')) ?? '',
      )
      await button.click()
      await expect(terminalLine(page)).toBeFocused()
      await expect(box).toBeHidden()
      await expect(firstEntry(page)).toBeVisible()
      const answered = linesOf(await outputOf(firstEntry(page)))
      // Of YAML the lesson prints a part.
      if (answered.length === printed.length) expect(answered).toEqual(printed)
      else expect(answered).toEqual(expect.arrayContaining(printed))
    }
    await expect(page.locator('#term')).toHaveCount(1)
    await expect(page.locator('.termbox:visible')).toHaveCount(boxes.length - 1)
  })

  test(`one types on, and closing brings the transcript back (${lang})`, async ({ page }) => {
    await page.goto(lesson(lang))
    const box = page.locator('.termbox').first()
    await buttons(page, lang).first().click()
    await expect(firstEntry(page)).toBeVisible()
    const answer = await typeLine(page, 'kubectl taint node kind-worker dedicated=gpu:NoSchedule')
    expect(await outputOf(answer)).toBe('node/kind-worker tainted\n')
    const closing = page.getByRole('button', { name: t('lesson.try.close') })
    await closing.click()
    await expect(closing).toHaveCount(0)
    await expect(page.locator('#term')).toHaveCount(0)
    await expect(box).toBeVisible()
    await expect(buttons(page, lang).first()).toBeFocused()

    // What was done is gone: it opens as the section has it.
    await buttons(page, lang).first().click()
    await expect(firstEntry(page)).toBeVisible()
    expect(await outputOf(await typeLine(page, 'kubectl describe node kind-worker | grep Taints'))).toMatch(/<none>/)
  })

  test(`all goes by keyboard (${lang})`, async ({ page }) => {
    await page.goto(lesson(lang))
    const button = page.locator('button[data-run]').nth(1)
    await button.focus()
    await page.keyboard.press('Enter')
    await expect(terminalLine(page)).toBeFocused()
    await expect(firstEntry(page)).toBeVisible()
    await page.keyboard.type('pwd\n')
    await expect(page.locator('#term .log .out').last()).toHaveText('/home/learner')
    await page.keyboard.press('Escape')
    await expect(button).toBeFocused()
    await expect(button).toHaveAttribute('aria-expanded', 'true')
    await page.keyboard.press('Space')
    await expect(page.locator('#term')).toHaveCount(0)
    await expect(button).toBeFocused()
    await expect(button).not.toHaveAttribute('aria-expanded')
  })

  test(`axe finds nothing in an open terminal on a phone, and a finger reaches it (${lang})`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
    const page = await context.newPage()
    await page.goto(new URL(lesson(lang), process.env['COURSE']).href)
    await page.locator('button[data-run]').nth(1).tap()
    await expect(firstEntry(page)).toBeVisible()
    await expectNoViolation(page, 'main')
    expect(await tooSmall(page.locator('.try button, .try a, .terminal .keys button'))).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await context.close()
  })
}

test('nothing of a terminal comes before it is asked for, and its button moves nothing', async ({ page }) => {
  const asked: string[] = []
  page.on('request', request => asked.push(request.url()))
  await page.goto(lesson('en'), { waitUntil: 'networkidle' })
  expect(asked.filter(url => OF_A_TERMINAL.test(url))).toEqual([])
  const shift = await page.evaluate(
    () =>
      new Promise<number>(resolve => {
        new PerformanceObserver(list => {
          resolve(list.getEntries().reduce((sum, entry) => sum + (entry as unknown as { value: number }).value, 0))
        }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => resolve(0), 500)
      }),
  )
  expect(shift).toBeLessThan(0.01)
})

test('the lab keeps what was in it', async ({ page }) => {
  await enterLab(page, 'en')
  await type(page, 'en', 'kubectl run mine --image=nginx')
  await expect(page.locator('#rooms')).toContainText('mine')
  await page.waitForTimeout(500)
  await page.goto(lesson('en'))
  await buttons(page, 'en').first().click()
  await expect(firstEntry(page)).toBeVisible()
  expect(await outputOf(await typeLine(page, 'kubectl get pods'))).not.toContain('mine')
  await typeLine(page, 'kubectl run theirs --image=nginx')
  await page.waitForTimeout(500)
  await enterLab(page, 'en')
  await expect(page.locator('#rooms')).toContainText('mine')
  await expect(page.locator('#rooms')).not.toContainText('theirs')
  // A tab that has none of its own takes up what was kept last.
  const other = await page.context().newPage()
  await enterLab(other, 'en')
  await expect(other.locator('#rooms')).toContainText('mine')
  await expect(other.locator('#rooms')).not.toContainText('theirs')
})

test('a line that asks for an editor says that there is none', async ({ page }) => {
  await page.goto(lesson('en'))
  await buttons(page, 'en').first().click()
  await expect(firstEntry(page)).toBeVisible()
  const answer = await typeLine(page, 'kubectl edit node kind-worker')
  expect(await outputOf(answer)).toContain('Edit cancelled, no changes made.')
  await expect(page.getByText(words('en')('lab.terminal.noEditor'))).toBeVisible()
})

test('a terminal that cannot be had says so, and runs the command once it can', async ({ page, watch }) => {
  watch.expectError(/Failed to load resource|Failed to fetch dynamically imported module/)
  const t = words('en')
  await page.route(/\/(?:LessonTerminal|lab-worker)[^/]*\.js$/, route => route.abort())
  await page.goto(lesson('en'))
  const button = page.locator('button[data-run]').first()
  await button.click()
  await expect(button).toContainText(t('lesson.try.failed'))
  await page.unroute(/\/(?:LessonTerminal|lab-worker)[^/]*\.js$/)
  await page.route(/\/lab-worker[^/]*\.js$/, route => route.abort())
  await button.click()
  await expect(page.locator('.try ~ div, .termbox ~ div').getByRole('status')).toContainText(
    t('lab.errors.worker-missing'),
  )
  await page.unroute(/\/lab-worker[^/]*\.js$/)
  await page.getByRole('button', { name: t('lab.page.again') }).click()
  await expect(firstEntry(page)).toContainText('kubectl')
  await expect(page.getByText(t('lab.errors.worker-missing'))).toHaveCount(0)
  await expect(terminalLine(page)).toBeFocused()
})

test('↑ finds the command of the section once', async ({ page }) => {
  await page.goto(lesson('en'))
  const button = page.locator('button[data-run]').first()
  const command = (await button.getAttribute('data-run')) ?? ''
  await button.click()
  await expect(firstEntry(page)).toBeVisible()
  expect(await outputOf(await typeLine(page, 'history'))).toBe(`    1  ${command}\n    2  history\n`)
})

test('a line that does not end is interrupted, and the section is there again', async ({ page }) => {
  await page.goto(lesson('en'))
  await buttons(page, 'en').first().click()
  await expect(firstEntry(page)).toBeVisible()
  await terminalLine(page).fill('while true; do :; done')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+c')
  await expect(page.locator('.trouble')).toHaveText(words('en')('lab.terminal.anew'))
  await expect(firstEntry(page)).toHaveCount(0)
  expect(await outputOf(await typeLine(page, 'kubectl get nodes'))).toContain('kind-worker2')
})

function linesOf(text: string): string[] {
  return text
    .trim()
    .split('\n')
    .map(line => line.trim())
}

function buttons(page: Page, lang: Lang): Locator {
  return page.getByRole('button', { name: words(lang)('lesson.try.here') })
}

function firstEntry(page: Page): Locator {
  return page.locator('#term .log .entry:has(.marks)').first()
}
