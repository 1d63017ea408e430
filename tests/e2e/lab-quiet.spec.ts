import { expect } from '@playwright/test'
import { test } from './course.ts'
import { enterLab, type } from './lab-desk.ts'
import { typeLine } from './lab-typing.ts'
import { slowPhone } from './slow-phone.ts'
import { words } from './words.ts'

const en = words('en')

/** So long after a page is there a browser complains of what was preloaded in vain, in milliseconds. */
const COMPLAINS = 7000

test('a press while the lab is at work is said to wait, and is done in its turn', async ({ page }) => {
  await enterLab(page, 'en')
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const time = page.locator('.clock .time')
  await press('+10 s')
  await expect(time).toHaveText('10 s')
  let goOn = (): void => {}
  const held = new Promise<void>(resolve => {
    goOn = resolve
  })
  // What the line needs is long in coming.
  await page.route(/\/changing-[^/]*\.js$/, async route => {
    await held
    await route.continue()
  })
  await type(page, 'en', 'kubectl cordon kind-worker')
  const waits = page.getByRole('status').filter({ hasText: en('lab.page.atWork') })
  await expect(waits).toBeVisible()
  await press('+10 s')
  await press('+1 min')
  await press(en('lab.head.undo'))
  await expect(time).toHaveText('10 s')
  goOn()
  await expect(time).toHaveText('20 s')
  await expect(page.locator('#term .log')).toContainText('node/kind-worker cordoned')
  await expect(waits).toHaveCount(0)
  await expect(page.getByRole('button', { name: en('lab.head.redo') })).toHaveAttribute('aria-disabled', 'false')
})

test('a change that is pressed twice is made once', async ({ page }) => {
  await enterLab(page, 'en')
  await type(page, 'en', 'kubectl taint nodes --all gpu=true:NoSchedule', 'kubectl run report --image=nginx')
  const node = page.locator('#why .remedies > details', { hasText: 'kind-worker2' })
  await node.locator('> summary').click()
  const change = node.getByRole('listitem').filter({ hasText: 'kind-worker2 gpu=true:NoSchedule-' })
  await change.getByRole('button').dblclick()
  await expect(page.locator('#term .log')).toContainText('node/kind-worker2 untainted')
  await typeLine(page, 'pwd')
  await expect(page.locator('#term .log')).not.toContainText('not found')
})

test('the console says nothing, on a first visit and on a later one, however slow the network', async ({ browser }) => {
  const page = await slowPhone(browser)
  const said: string[] = []
  page.on('console', message => said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', error => said.push(String(error)))
  const address = new URL('en/lab/', process.env['COURSE']).href
  await page.goto(address)
  await expect(page.locator('.ghost b')).toContainText('learner@terminal:~$', { timeout: 30_000 })
  await page.waitForTimeout(COMPLAINS)
  await typeLine(page, 'kubectl cordon kind-worker')
  await expect(page.locator('.lab-head [data-kept=yes]')).toBeVisible()
  await page.goto(address)
  await expect(page.locator('#term .log')).toContainText('cordoned')
  await page.waitForTimeout(COMPLAINS)
  expect(said).toEqual([])
  await page.context().close()
})
