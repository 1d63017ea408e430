import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import { LANGS, type Lang } from '../../src/i18n/lang.ts'
import { home, lab, test } from './course.ts'
import { words } from './words.ts'

const fr = words('fr')
const en = words('en')
const LOCK = 'gpu=true:NoExecute'

/** A pod that stays a minute where this lock comes on. */
const WITH_A_PASS = `kubectl run web --image=nginx --overrides='${JSON.stringify({
  spec: {
    nodeName: 'kind-worker',
    tolerations: [{ key: 'gpu', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 60 }],
  },
})}'`

for (const lang of LANGS) {
  const say = words(lang)

  test(`a lock is put on a room, and the pod leaves at its second (${lang})`, async ({ page }) => {
    await enter(page, lang)
    await type(page, WITH_A_PASS)
    const worker = room(page, 'kind-worker')
    await expect(pods(worker, 'web')).toHaveCount(1)
    await press(page, say('lab.clock.rest'))
    await openTools(worker)
    await worker.getByRole('textbox').fill(LOCK)
    await worker.getByRole('textbox').press('Enter')
    await expect(worker.locator('.locks')).toContainText(LOCK)
    await expect(page.locator('.said')).toContainText(say('lab.happened.locked', { node: 'kind-worker', taint: LOCK }))
    await expect(worker).toContainText(say('lab.rooms.leaves', { time: minutes(say, 1) }))
    await expect(page.locator('.timers')).toContainText(
      say('lab.clock.what.eviction', { pod: 'web', node: 'kind-worker' }),
    )

    for (const left of [50, 40, 30, 20, 10]) {
      await press(page, say('lab.clock.by', { time: seconds(say, 10) }))
      await expect(worker).toContainText(say('lab.rooms.leaves', { time: seconds(say, left) }))
    }
    await expect(pods(worker, 'web')).not.toContainText('Terminating')
    await press(page, say('lab.clock.by', { time: seconds(say, 10) }))
    await expect(pods(worker, 'web')).toContainText('Terminating')
    await expect(page.locator('.said')).toContainText(say('lab.happened.ending', { pod: 'web', node: 'kind-worker' }))
    await press(page, say('lab.clock.rest'))
    await expect(pods(worker, 'web')).toHaveCount(0)
  })

  test(`everything that was done is undone, done again, and jumped over (${lang})`, async ({ page }) => {
    await enter(page, lang)
    const worker = room(page, 'kind-worker')
    await openTools(worker)
    await press(worker, say('lab.rooms.cordon'))
    await expect(worker).toContainText(say('lab.rooms.cordoned'))
    await press(worker, say('lab.rooms.stop'))
    await expect(worker).toContainText(say('lab.rooms.stopped'))

    await press(page, say('lab.head.undo'))
    await expect(worker).not.toContainText(say('lab.rooms.stopped'))
    await press(page, say('lab.head.undo'))
    await expect(worker).not.toContainText(say('lab.rooms.cordoned'))
    await expect(page.getByRole('button', { name: say('lab.head.undo'), exact: true })).toHaveAttribute(
      'aria-disabled',
      'true',
    )
    await press(page, say('lab.head.redo'))
    await expect(worker).toContainText(say('lab.rooms.cordoned'))

    const past = page.locator('#past')
    await past.getByRole('button', { name: plain(say('lab.history.what.stop-node', { node: 'kind-worker' })) }).click()
    await expect(worker).toContainText(say('lab.rooms.stopped'))
    await past.getByRole('button', { name: say('lab.history.start') }).click()
    await expect(worker).not.toContainText(say('lab.rooms.cordoned'))
    await expect(past.locator('[aria-current=step]')).toContainText(say('lab.history.start'))
  })
}

test('a drain says why it refuses, and then empties the room', async ({ page }) => {
  await enter(page, 'en')
  await type(page, WITH_A_PASS)
  const worker = room(page, 'kind-worker')
  await expect(pods(worker, 'web')).toHaveCount(1)
  await press(page, en('lab.clock.rest'))
  await openTools(worker)
  await press(worker, en('lab.rooms.drain'))
  await expect(worker.getByRole('status')).toContainText('cannot delete Pods that declare no controller')
  await expect(worker).toContainText(en('lab.rooms.cordoned'))
  await expect(pods(worker, 'web')).toHaveCount(1)
  await type(page, 'kubectl drain kind-worker --ignore-daemonsets --force')
  await expect(pods(worker, 'web')).toHaveCount(0)
  await expect(page.locator('.said')).toContainText(en('lab.happened.left', { pod: 'web', node: 'kind-worker' }))
})

test('a pod that nobody lets in waits in the corridor, and one reads why', async ({ page }) => {
  await enter(page, 'fr')
  await type(page, `kubectl run ssd --image=nginx --overrides='{"spec":{"nodeSelector":{"disk":"ssd"}}}'`)
  const corridor = page.locator('.corridor')
  await expect(corridor).toContainText('Pending')
  await expect(corridor).toContainText(fr('lab.corridor.on', { count: 2, reason: '' }).trim())
  for (const name of ['kind-worker', 'kind-worker2']) {
    await expect(room(page, name)).toHaveAttribute('data-open', 'no')
    await expect(room(page, name).locator('.verdict')).toContainText(
      fr('lab.decision.reasons.node-selector', { key: 'disk', wanted: 'ssd' }),
    )
  }
  await type(page, 'kubectl label node kind-worker2 disk=ssd')
  await press(page, fr('lab.clock.rest'))
  await expect(pods(room(page, 'kind-worker2'), 'ssd')).toHaveCount(1)
  await expect(corridor).toContainText(fr('lab.corridor.empty'))
})

test('doors are seen by the pod that is pressed', async ({ page }) => {
  await enter(page, 'en')
  await room(page, 'kind-worker')
    .getByRole('button', { name: /^kube-proxy/ })
    .click()
  await expect(page.locator('.corridor .key.master')).toBeVisible()
  // Its keys would do; but its DaemonSet made it for its own room.
  await expect(room(page, 'kind-control-plane').locator('.verdict')).toContainText('metadata.name In kind-worker')
  await expect(page.locator('#why')).toContainText('kube-proxy')
})

test('the lab is as it was left, after a reload and in the other language', async ({ page }) => {
  await enter(page, 'fr')
  await type(page, WITH_A_PASS)
  await expect(pods(room(page, 'kind-worker'), 'web')).toHaveCount(1)
  await kept(page)
  await page.reload()
  await expect(pods(room(page, 'kind-worker'), 'web')).toHaveCount(1)
  await page.locator('a[data-lang=en]').click()
  await expect(page).toHaveURL(new RegExp(`${lab('en')}$`))
  await expect(pods(room(page, 'kind-worker'), 'web')).toHaveCount(1)
  await press(page, en('lab.head.undo'))
  await expect(pods(room(page, 'kind-worker'), 'web')).toHaveCount(0)
})

test('two tabs do not spoil each other’s lab', async ({ page, context }) => {
  await enter(page, 'en')
  await type(page, 'kubectl taint nodes kind-worker tab=first:NoSchedule')
  await expect(room(page, 'kind-worker')).toContainText('tab=first')
  await kept(page)
  const other = await context.newPage()
  await enter(other, 'en')
  await type(other, 'kubectl taint nodes kind-worker tab=second:NoSchedule --overwrite')
  await expect(room(other, 'kind-worker')).toContainText('tab=second')
  await kept(other)
  await page.reload()
  await expect(room(page, 'kind-worker')).toContainText('tab=first')
  await other.reload()
  await expect(room(other, 'kind-worker')).toContainText('tab=second')
})

test('a hundred rooms are looked through by keyboard', async ({ page }) => {
  await enter(page, 'en')
  await start(page, 'large')
  await expect(page.locator('.room')).toHaveCount(12)
  const next = page.locator('#rooms').getByRole('button', { name: en('lab.rooms.after'), exact: true })
  await next.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('#rooms .pages')).toContainText(en('lab.rooms.page', { from: 13, to: 24, of: 100 }))
  await expect(next).toBeFocused()
  const filter = page.locator('#rooms').getByLabel(en('lab.rooms.filter'))
  await filter.focus()
  await page.keyboard.type('kind-worker42')
  await expect(page.locator('.room')).toHaveCount(1)
  await expect(page.locator('#rooms .search')).toContainText(en('lab.rooms.matching', { count: 1, total: 100 }))
  await openTools(room(page, 'kind-worker42'))
  await press(room(page, 'kind-worker42'), en('lab.rooms.cordon'))
  await expect(room(page, 'kind-worker42')).toContainText(en('lab.rooms.cordoned'))
  await filter.fill('no such node')
  await expect(page.locator('#rooms')).toContainText(en('lab.rooms.empty'))
})

test('the version and the gate say what they change', async ({ page }) => {
  await enter(page, 'fr')
  await page.getByText(fr('lab.head.settings')).click()
  await press(page, '1.35')
  await expect(page.locator('.lab-head')).toContainText('Kubernetes 1.35')
  await expect(page.locator('.settings')).toContainText(fr('lab.head.versions.v1.35'))
  await page.locator('.gate input').check()
  await expect(page.locator('.settings')).toContainText(fr('lab.head.gates.on'))
  await press(page, fr('lab.head.undo'))
  await expect(page.locator('.gate input')).not.toBeChecked()
})

test('a link that cannot be read says so, changes nothing, and leaves the address', async ({ page }) => {
  const trouble = page.locator('[role=alert] > .trouble')
  await page.goto(`${lab('en')}#s=nonsense`)
  await expect(trouble).toContainText(en('lab.errors.link-unreadable'))
  await expect(page).toHaveURL(new RegExp(`${lab('en')}$`))
  await expect(room(page, 'kind-worker')).toBeVisible()
  await press(trouble, en('lab.page.dismiss'))
  await page.evaluate(() => {
    location.hash = '#s=1.AAAA'
  })
  await expect(trouble).toContainText(en('lab.errors.link-damaged'))
  await expect(page).toHaveURL(new RegExp(`${lab('en')}$`))
})

test('a pod slides to its room, and stands there at once for whoever wants less motion', async ({ page }) => {
  await page.addInitScript(() => {
    const animate = Element.prototype.animate
    Element.prototype.animate = function (...how) {
      document.documentElement.dataset['slid'] = this.getAttribute('data-where') ?? ''
      return animate.apply(this, how)
    }
  })
  for (const reducedMotion of ['no-preference', 'reduce'] as const) {
    await page.emulateMedia({ reducedMotion })
    await enter(page, 'en')
    const name = `pod-${reducedMotion}`
    await type(page, `kubectl run ${name} --image=nginx --overrides='{"spec":{"nodeSelector":{"for":"${name}"}}}'`)
    await expect(page.locator('.corridor .pod', { hasText: name })).toBeVisible()
    await type(page, `kubectl label node kind-worker2 for=${name} --overwrite`)
    await press(page, en('lab.clock.next'))
    await expect(pods(room(page, 'kind-worker2'), name)).toHaveCount(1)
    const slid = page.locator('html[data-slid=kind-worker2]')
    await expect(slid).toHaveCount(reducedMotion === 'reduce' ? 0 : 1)
  }
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  for (const lang of LANGS) {
    test(`the page says that the lab needs it, and offers nothing that does (${lang})`, async ({ page }) => {
      await page.goto(lab(lang))
      await expect(page.locator('main noscript p')).toHaveText(words(lang)('site.labPage.noscript'))
      await expect(page.locator('main noscript p')).toBeVisible()
      await expect(page.locator('main').getByRole('button')).toHaveCount(0)
    })
  }
})

test.describe('without colours of its own', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('the page says by shape and word what it says by colour', async ({ page }) => {
    await enter(page, 'en')
    await type(page, WITH_A_PASS)
    const chosen = page.locator('.pod[aria-pressed=true]')
    await expect(chosen).toHaveCSS('outline-style', 'solid')
    await expect(room(page, 'kind-control-plane').locator('.verdict')).toContainText(en('lab.rooms.shut'))
    await expect(room(page, 'kind-control-plane').locator('.taint')).toHaveCSS('border-style', 'solid')
  })
})

test.describe('on a narrow phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('the menu leads to the lab, and a row of links to its parts', async ({ page }) => {
    await page.goto(home('fr'))
    await page.getByRole('button', { name: fr('site.menu') }).click()
    await page.getByRole('link', { name: fr('site.lab'), exact: true }).click()
    await ready(page)
    const row = page.getByRole('navigation', { name: fr('lab.page.jump') })
    await row.getByRole('link', { name: fr('lab.page.parts.past') }).click()
    await expect(page.locator('#past')).toBeInViewport()
    await expect(row).toBeInViewport()
    const [bar, heading] = [await row.boundingBox(), await page.locator('#past-h').boundingBox()]
    expect(heading?.y ?? 0).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0))
  })

  test('what is pressed is large enough, and nothing is wider than the screen', async ({ page }) => {
    await enter(page, 'fr')
    await type(page, WITH_A_PASS)
    await openTools(room(page, 'kind-worker'))
    const small = await page.locator('main').evaluate(main =>
      [...main.querySelectorAll(':is(button, select, summary, .gate, input:not(.gate input)):not(.log *)')]
        .filter(each => each.checkVisibility())
        .map(each => ({
          what: each.textContent || each.id || each.className,
          height: each.getBoundingClientRect().height,
        }))
        .filter(({ height }) => height < 43.5),
    )
    expect(small).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [390, 844],
    [1440, 900],
  ] as const) {
    test.describe(`in the ${colorScheme} theme, ${width} px wide`, () => {
      test.use({ colorScheme, viewport: { width, height }, contextOptions: { reducedMotion: 'reduce' } })

      test('axe finds nothing, however the lab stands', async ({ page }) => {
        await enter(page, 'fr')
        await expectNoViolation(page)
        await type(page, WITH_A_PASS)
        await type(page, 'kubectl create deployment ssd --image=nginx --replicas=6')
        await type(page, `kubectl taint nodes kind-worker kind-worker2 ${LOCK}`)
        await expect(page.locator('.timers')).toBeVisible()
        await page.getByText(fr('lab.head.settings')).click()
        await openTools(room(page, 'kind-worker'))
        await room(page, 'kind-worker').getByRole('textbox').fill('gpu=true:Never')
        await room(page, 'kind-worker').getByRole('textbox').press('Enter')
        await expect(room(page, 'kind-worker').locator('[aria-invalid=true]')).toBeVisible()
        await press(page, fr('lab.head.undo'))
        await expectNoViolation(page)
        await start(page, 'mixed')
        await expect(page.locator('.room')).toHaveCount(7)
        await expectNoViolation(page)
        await start(page, 'large')
        await expect(page.locator('.room')).toHaveCount(12)
        await expectNoViolation(page)
      })
    })
  }
}

async function enter(page: Page, lang: Lang): Promise<void> {
  await page.goto(lab(lang))
  await ready(page)
}

async function ready(page: Page): Promise<void> {
  await expect(page.locator('#rooms')).toHaveAttribute('aria-busy', 'false')
  await expect(page.locator('#why-h')).toBeVisible()
  await expect(page.locator('#past-h')).toBeVisible()
}

/** Types a line into the terminal, and waits until it is one of those that were typed. */
async function type(page: Page, line: string): Promise<void> {
  const before = await page.locator('#term .entry').count()
  await page.locator('#terminal-line').fill(line)
  await page.locator('#terminal-line').press('Enter')
  await expect(page.locator('#term .entry')).toHaveCount(before + 1)
  await expect(page.locator('#term .waiting')).toHaveCount(0)
}

async function start(page: Page, preset: string): Promise<void> {
  const begin = page.locator('.begin')
  await begin.locator('select').selectOption(preset)
  await begin.locator('> button').click()
}

/** What is done now would be there after a reload. */
async function kept(page: Page): Promise<void> {
  await expect(page.locator('[data-kept=yes]')).toBeVisible()
}

async function openTools(of: Locator): Promise<void> {
  await of.locator('summary', { hasText: /./ }).last().click()
  await expect(of.getByRole('textbox')).toBeVisible()
}

function press(within: Page | Locator, name: string): Promise<void> {
  return within.getByRole('button', { name, exact: true }).click()
}

function room(page: Page, node: string): Locator {
  return page.locator(`.room[data-node="${node}"]`)
}

function pods(within: Locator, name: string): Locator {
  return within.locator('[data-pod]', { hasText: name })
}

function seconds(say: typeof fr, s: number): string {
  return say('lab.clock.seconds', { s })
}

function minutes(say: typeof fr, m: number): string {
  return say('lab.clock.whole-minutes', { m })
}

function plain(text: string): string {
  return text.replaceAll('`', '')
}

async function expectNoViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => target.join(' ')) }))).toEqual([])
}
