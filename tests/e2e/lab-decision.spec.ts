import { expect, type Locator, type Page } from '@playwright/test'
import { LANGS, type Lang } from '../../src/i18n/lang.ts'
import { test } from './course.ts'
import { enterLab, expectNoViolation, podLine, tooSmall, type } from './lab-desk.ts'
import { words } from './words.ts'

const fr = words('fr')
const en = words('en')

const BIG = { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '2', memory: '1Gi' } } }] }
const KEY = { tolerations: [{ key: 'gpu', operator: 'Exists' }] }
const SSD = { nodeSelector: { disk: 'ssd' } }
const TAINT = 'kubectl taint nodes kind-worker2 gpu=true:NoSchedule'

function why(page: Page): Locator {
  return page.locator('#why')
}

test.describe('a pod that has its place', () => {
  test('is there because of points, and not because of its key', async ({ page }) => {
    await enterLab(page, 'en')
    await type(
      page,
      'en',
      podLine('first', { ...BIG, nodeName: 'kind-worker' }),
      TAINT,
      podLine('trainer', { ...BIG, ...KEY }),
    )
    await why(page).getByRole('combobox').selectOption({ label: 'trainer' })
    await expect(why(page).getByRole('heading', { level: 2 })).toHaveText('Why trainer went to kind-worker2')
    const rows = why(page).locator('.decide tbody tr')
    await expect(rows.nth(0)).toContainText(en('lab.decision.table.chosen'))
    await expect(rows.nth(0).getByRole('rowheader')).toContainText('kind-worker2')
    await expect(rows.nth(2)).toContainText('TaintToleration')
    await expect(rows.nth(2)).toContainText('node-role.kubernetes.io/control-plane:NoSchedule')
    // The columns add up to the score.
    const totals: number[] = []
    for (const row of [rows.nth(0), rows.nth(1)]) {
      const numbers = (await row.locator('td.num').allInnerTexts()).map(text => Number.parseInt(text, 10))
      const total = numbers.pop() ?? 0
      expect(numbers.reduce((sum, each) => sum + each, 0)).toBe(total)
      totals.push(total)
    }
    const [first = 0, second = 0] = totals
    const note = why(page).locator('.note')
    await expect(note).toContainText(`${first - second} more than kind-worker.`)
    await expect(note).toContainText('let trainer in; it did not send it there')
  })

  test('that ties with another is said to tie', async ({ page }) => {
    await enterLab(page, 'fr')
    await type(page, 'fr', podLine('web', {}))
    await expect(why(page).locator('.note')).toContainText('au hasard')
    await expect(why(page).locator('.chosen', { hasText: fr('lab.decision.table.tied') })).toHaveCount(2)
    await expect(why(page).getByText(fr('lab.decision.table.here'))).toHaveCount(1)
  })

  test('stays where it would not go any more, and that is said', async ({ page }) => {
    await enterLab(page, 'en')
    await type(page, 'en', podLine('web', { nodeSelector: { 'kubernetes.io/hostname': 'kind-worker2' } }), TAINT)
    await expect(why(page).getByRole('heading', { level: 2 })).toHaveText(
      en('lab.decision.title.shut-out', { pod: 'web', node: 'kind-worker2' }),
    )
    await expect(why(page)).toContainText(en('lab.decision.now.shut-out'))
  })
})

test.describe('a pod that waits', () => {
  for (const lang of LANGS) {
    test(`is let in by what is proposed (${lang})`, async ({ page }) => {
      const t = words(lang)
      await enterLab(page, lang)
      await type(page, lang, TAINT, 'kubectl cordon kind-worker', podLine('report', {}))
      await expect(why(page).getByRole('heading', { level: 2 })).toHaveText(
        t('lab.decision.title.waits', { pod: 'report' }),
      )
      const worker2 = why(page).locator('.remedies > details', { hasText: 'kind-worker2' })
      await worker2.locator('> summary').click()
      const change = worker2
        .getByRole('listitem')
        .filter({ hasText: 'kubectl taint nodes kind-worker2 gpu=true:NoSchedule-' })
      await change.getByRole('button').click()
      await move(page, lang, t('lab.decision.title.there', { pod: 'report', node: 'kind-worker2' }))
      await expect(page.locator('#term')).toContainText('node/kind-worker2 untainted')
    })
  }

  test('is let in by a key of its own, whatever it brings along', async ({ page }) => {
    await enterLab(page, 'en')
    await type(page, 'en', 'kubectl taint nodes kind-worker kind-worker2 gpu=true:NoSchedule', podLine('report', {}))
    const worker = why(page)
      .locator('.remedies > details', { has: page.getByText('kind-worker', { exact: true }) })
      .first()
    await expect(worker).toBeVisible()
    const key = why(page).getByRole('listitem').filter({ hasText: 'kubectl patch pod report' }).first()
    await key.getByText(en('lab.remedies.in-manifest')).click()
    await expect(key.locator('pre')).toContainText('- key: ')
    await key.getByRole('button').click()
    await move(page, 'en', 'Why report went to ')
  })

  test('gets a message of which every part says what it counts', async ({ page }) => {
    await enterLab(page, 'fr')
    await type(page, 'fr', TAINT, podLine('report', SSD))
    const message = why(page).locator('.message')
    await expect(message.locator('.said')).toHaveText(
      /^0\/3 nodes are available: ?1 node\(s\) didn't match Pod's node affinity\/selector, 2 node\(s\) had untolerated taint\(s\)\. preemption: /,
    )
    const taints = message.getByRole('button', { name: '2 node(s) had untolerated taint(s)' })
    await taints.click()
    await expect(taints).toHaveAttribute('aria-expanded', 'true')
    await expect(message.locator('.counted li')).toHaveText([
      /^kind-control-plane /,
      /^kind-worker2 .*gpu=true:NoSchedule/,
    ])
    await message.getByRole('button', { name: '3 Preemption is not helpful for scheduling' }).click()
    await expect(message.locator('.counted')).toContainText(fr('lab.clauses.unresolvable'))
    await expect(taints).toHaveAttribute('aria-expanded', 'false')
  })

  test('with several obstacles is said to have several', async ({ page }) => {
    await enterLab(page, 'en')
    await type(page, 'en', 'kubectl taint nodes kind-worker kind-worker2 gpu=true:NoSchedule', podLine('report', SSD))
    await expect(why(page)).toContainText(en('lab.remedies.none-several'))
  })

  test('preempts whom it may, and that is said', async ({ page }) => {
    await enterLab(page, 'en')
    await type(
      page,
      'en',
      'kubectl create priorityclass high --value=1000',
      podLine('low', { ...BIG, nodeSelector: { 'kubernetes.io/hostname': 'kind-worker' } }),
    )
    const all = { containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '7' } } }] }
    await type(
      page,
      'en',
      podLine('big', { ...all, nodeSelector: { 'kubernetes.io/hostname': 'kind-worker' }, priorityClassName: 'high' }),
    )
    await expect(
      why(page)
        .locator('.note, .small')
        .filter({ hasText: /Preemption would help on|Room was made for|waits for them/ })
        .first(),
    ).toBeVisible()
  })
})

for (const lang of LANGS) {
  test(`of a hundred nodes one page is there, and the others are found by page, name and answer, by keyboard (${lang})`, async ({
    page,
  }) => {
    const t = words(lang)
    await enterLab(page, lang)
    await page.getByRole('combobox', { name: t('lab.head.preset') }).selectOption('large')
    await page.getByRole('button', { name: t('lab.head.start'), exact: true }).click()
    await expect(page.locator('.lab-head')).toContainText('100 ')
    await type(page, lang, podLine('report', { nodeSelector: { 'topology.kubernetes.io/zone': 'zone-b' } }))
    await why(page)
      .getByRole('combobox', { name: t('lab.decision.pod') })
      .selectOption({ label: 'report' })
    const rows = why(page).locator('.decide tbody tr')
    await expect(rows.nth(11)).toBeVisible()
    // A page, and the node that the pod is on.
    await expect(rows.nth(13)).toHaveCount(0)
    const pages = why(page).getByRole('navigation', { name: t('lab.decision.table.pages') })
    await expect(pages.getByRole('status')).toHaveText(t('lab.rooms.page', { from: 1, to: 12, of: 100 }))
    const next = pages.getByRole('button', { name: t('lab.rooms.after') })
    await next.focus()
    await page.keyboard.press('Enter')
    await expect(pages.getByRole('status')).toHaveText(t('lab.rooms.page', { from: 13, to: 24, of: 100 }))
    await expect(next).toBeFocused()

    const verdict = why(page).getByRole('combobox', { name: t('lab.decision.table.verdict') })
    await verdict.selectOption({ label: t('lab.decision.table.verdicts.refuses') })
    await expect(rows.first()).toHaveClass('out')
    await expect(pages.getByRole('status')).not.toContainText('100')
    const name = await rows.first().getByRole('rowheader').innerText()
    const filter = why(page).getByRole('searchbox', { name: t('lab.decision.table.filter') })
    await filter.fill(name.trim())
    await expect(rows.first().getByRole('rowheader')).toHaveText(name.trim())
    await expectNoViolation(page, '#why')
    await filter.fill('no-such-node')
    await expect(why(page)).toContainText(t('lab.decision.table.empty'))
    // Why it is where it is is said wherever one looks.
    await expect(why(page).locator('.note')).toContainText('kind-worker')
    // Of another pod one sees the first page.
    await why(page)
      .getByRole('combobox', { name: t('lab.decision.pod') })
      .selectOption({ index: 1 })
    await expect(filter).toHaveValue('')
    await expect(pages.getByRole('status')).toHaveText(t('lab.rooms.page', { from: 1, to: 12, of: 100 }))
  })
}

test('another pod is chosen, and what it names is said', async ({ page }) => {
  await enterLab(page, 'en')
  await type(page, 'en', podLine('a', {}), podLine('b', { nodeSelector: { 'kubernetes.io/hostname': 'kind-worker' } }))
  const select = why(page).getByRole('combobox')
  await select.selectOption({ label: 'a' })
  await expect(why(page).getByRole('heading', { level: 2 })).toContainText(/^Why a went to|^a is on/)
  await type(page, 'en', 'kubectl delete pod a --now')
  await expect(why(page)).toContainText(en('lab.errors.no-pod', { pod: 'a' }))
  await select.selectOption({ label: 'b' })
  await expect(why(page).getByRole('heading', { level: 2 })).toHaveText('Why b went to kind-worker')
})

test('every part is reached, opened and used by keyboard', async ({ page }) => {
  await enterLab(page, 'en')
  await type(page, 'en', TAINT, podLine('report', SSD))
  const clause = why(page).getByRole('button', { name: '2 node(s) had untolerated taint(s)' })
  await clause.focus()
  await page.keyboard.press('Enter')
  await expect(clause).toHaveAttribute('aria-expanded', 'true')
  await expect(clause).toBeFocused()
  const button = why(page)
    .getByRole('button', { name: en('lab.remedies.do') })
    .first()
  await button.focus()
  await page.keyboard.press('Enter')
  const move = why(page).getByRole('button', { name: en('lab.decision.move') })
  await move.focus()
  await page.keyboard.press('Enter')
  await expect(why(page).getByRole('heading', { level: 2 })).toHaveText('Why report went to kind-worker')
  await expect(why(page).getByRole('region', { name: en('lab.decision.table.region') })).toHaveAttribute(
    'tabindex',
    '0',
  )
})

for (const width of [390, 1440]) {
  test(`axe finds nothing at ${width} px, with every part open`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await enterLab(page, 'fr')
    await type(page, 'fr', TAINT, podLine('report', SSD))
    await why(page).getByRole('button', { name: '2 node(s) had' }).click()
    await why(page).getByText(fr('lab.decision.filters.title')).click()
    await expect(why(page).locator('.filters')).toBeVisible()
    await expectNoViolation(page, '#why')
    await type(page, 'fr', podLine('trainer', { ...BIG, ...KEY }))
    await why(page).getByRole('combobox').selectOption({ label: 'trainer' })
    await why(page).getByText(fr('lab.decision.columns.title')).click()
    await why(page).locator('.remedies > details > summary').first().click()
    await expect(
      why(page)
        .getByRole('button', { name: fr('lab.remedies.do') })
        .first(),
    ).toBeVisible()
    await expectNoViolation(page, '#why')
  })
}

test('on a phone the table scrolls by itself, totals are in sight, and targets are large enough', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    viewport: { width: 390, height: 800 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await enterLab(page, 'fr')
  await type(page, 'fr', podLine('trainer', BIG))
  await expect(why(page).locator('.tot').first()).toBeVisible()
  const [within, without] = await page.evaluate(() => {
    const scroller = document.querySelector('#why .scroll')
    return [
      (scroller?.scrollWidth ?? 0) > (scroller?.clientWidth ?? 0),
      document.documentElement.scrollWidth > innerWidth,
    ]
  })
  expect([within, without]).toEqual([true, false])
  await type(page, 'fr', TAINT, podLine('report', SSD))
  await why(page).getByRole('combobox').selectOption({ label: 'report' })
  await expect(why(page).locator('.clause').first()).toBeVisible()
  expect(await tooSmall(why(page).locator('button, summary, select'))).toEqual([])
  await context.close()
})

test('in forced colours a node that was chosen, and a part that is open, are marked by a line', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await enterLab(page, 'en')
  await type(page, 'en', podLine('report', SSD))
  const clause = why(page).locator('.clause').nth(1)
  await clause.click()
  await expect(clause).toHaveCSS('outline-style', 'solid')
  await type(page, 'en', podLine('web', {}))
  await why(page).getByRole('combobox').selectOption({ label: 'web' })
  await expect(why(page).locator('.won th').first()).toHaveCSS('border-inline-start-style', 'solid')
})

/** Moves the clock from the decision; its title says then where the pod went. */
async function move(page: Page, lang: Lang, title: string): Promise<void> {
  await why(page)
    .getByRole('button', { name: words(lang)('lab.decision.move') })
    .click()
  await expect(why(page).getByRole('heading', { level: 2 })).toContainText(title)
}
