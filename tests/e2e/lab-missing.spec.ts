import { expect, type Locator, type Page } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { lab, test } from './course.ts'
import { enterLab } from './lab-desk.ts'
import { openLab, outputOf, terminalLine, typeLine } from './lab-typing.ts'
import { words } from './words.ts'

const en = words('en')

/** What a browser says of a request that fails. */
const NOT_LOADED = /Failed to load resource|Failed to fetch dynamically imported module/

for (const lang of LANGS) {
  const t = words(lang)

  test(`a lab whose worker cannot be had says so, and wakes once it can (${lang})`, async ({ page, watch }) => {
    watch.expectError(NOT_LOADED)
    const comesBack = await failing(page, /\/lab-worker-[^/]*\.js$/)
    await page.goto(lab(lang))
    const alert = troubleOn(page)
    await expect(alert).toContainText(t('lab.errors.worker-missing'))
    const again = alert.getByRole('button', { name: t('lab.page.again') })
    await again.click()
    await expect(alert).toContainText(t('lab.errors.worker-missing'))
    await comesBack()
    await again.click()
    await expect(page.getByRole('heading', { level: 3, name: 'kind-worker2' })).toBeVisible()
    await expect(alert).toHaveCount(0)
    expect(await outputOf(await typeLine(page, 'kubectl get nodes --no-headers | wc -l'))).toBe('3\n')
  })
}

test('a link is not lost with a worker that cannot be had', async ({ page, watch }) => {
  watch.expectError(NOT_LOADED)
  await openLab(page, 'en')
  await typeLine(page, 'kubectl cordon kind-worker')
  const link = await sharedLink(page)
  const other = await page.context().newPage()
  const comesBack = await failing(other, /\/lab-worker-[^/]*\.js$/)
  await other.goto(link)
  await expect(troubleOn(other)).toContainText(en('lab.errors.worker-missing'))
  await comesBack()
  await other.getByRole('button', { name: en('lab.page.again') }).click()
  await expect(other.locator('#rooms')).toContainText('node.kubernetes.io/unschedulable:NoSchedule')
  expect(await outputOf(await typeLine(other, 'kubectl get node kind-worker'))).toContain('SchedulingDisabled')
})

for (const [what, part, line, printed] of [
  ['kubectl', 'changing', 'kubectl cordon kind-worker', 'node/kind-worker cordoned\n'],
  ['the shell', 'run-with', "echo 'a b' | wc -w", '2\n'],
] as const) {
  test(`a line for which a part of ${what} cannot be had stands in the field again, and runs once it can`, async ({
    page,
    watch,
  }) => {
    watch.expectError(NOT_LOADED)
    await openLab(page, 'en')
    const comesBack = await failing(page, new RegExp(`/${part}-[^/]*\\.js$`))
    await terminalLine(page).fill(line)
    await terminalLine(page).press('Enter')
    await expect(page.locator('#term .trouble')).toHaveText(en('lab.errors.part-missing'))
    await expect(page.locator('#term [aria-live]').first()).toContainText(en('lab.errors.part-missing'))
    await expect(terminalLine(page)).toHaveValue(line)
    await comesBack()
    await terminalLine(page).press('Enter')
    await expect(page.locator('#term .entry:has(.marks) .out')).toHaveText(printed)
    await expect(page.locator('#term .trouble')).toHaveCount(0)
  })
}

test('the clock that cannot be moved says why, and moves when it is pressed again', async ({ page, watch }) => {
  watch.expectError(NOT_LOADED)
  await openLab(page, 'en')
  const comesBack = await failing(page, /\/lab-deeds-[^/]*\.js$/)
  const next = page.getByRole('button', { name: '+10 s' })
  await next.click()
  const alert = troubleOn(page)
  await expect(alert).toContainText(en('lab.errors.part-missing'))
  await comesBack()
  await next.click()
  await expect(page.locator('.clock .time')).toHaveText('10 s')
  await expect(alert).toHaveCount(0)
})

test('a part of the page that cannot be had says so in its place, and comes when it is asked again', async ({
  page,
  watch,
}) => {
  watch.expectError(NOT_LOADED)
  const comesBack = await failing(page, /\/(?:LabDecision|LabEditor|LabHistory|LabImport)\.?[^/]*\.js$/)
  await enterLab(page, 'en')
  for (const part of ['why', 'yaml', 'past'])
    await expect(page.locator(`#${part}`)).toContainText(en('lab.errors.part-missing'))
  await page.getByRole('button', { name: en('lab.import.open') }).click()
  await expect(troubleOn(page)).toContainText(en('lab.errors.part-missing'))
  await comesBack()
  for (const part of ['why', 'yaml', 'past'])
    await page
      .locator(`#${part}`)
      .getByRole('button', { name: en('lab.page.again') })
      .click()
  await expect(page.locator('#why h2')).toBeVisible()
  await expect(page.locator('#yaml')).toContainText(en('lab.editor.lead').slice(0, 20))
  await expect(page.locator('#past')).toContainText(en('lab.history.lead').slice(0, 20))
  await page.getByRole('button', { name: en('lab.import.open') }).click()
  await expect(page.locator('dialog[open]')).toBeVisible()
})

test('an editor that cannot be had is asked for again', async ({ page, watch }) => {
  watch.expectError(NOT_LOADED)
  await openLab(page, 'en')
  const comesBack = await failing(page, /\/LabEditorDesk[^/]*\.js$/)
  await terminalLine(page).fill('kubectl edit node kind-worker')
  await terminalLine(page).press('Enter')
  await expect(page.locator('#yaml')).toContainText(en('lab.editor.unavailable'))
  await comesBack()
  await page.getByRole('button', { name: en('lab.editor.retry') }).click()
  await expect(page.locator('#yaml .cm-content')).toContainText('kind: Node')
})

/** What the page says that nothing else does. */
function troubleOn(page: Page): Locator {
  return page.locator('[role=alert] > .trouble')
}

/** Lets every request for a path fail, as without a network, until what it gives is called. */
async function failing(page: Page, path: RegExp): Promise<() => Promise<void>> {
  const isMeant = (url: URL) => path.test(url.pathname)
  await page.route(isMeant, route => route.abort())
  return () => page.unroute(isMeant)
}

async function sharedLink(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: en('lab.share.copy') }).click()
  await expect(page.getByRole('button', { name: en('lab.share.copied') })).toBeVisible()
  return page.evaluate(() => navigator.clipboard.readText())
}
