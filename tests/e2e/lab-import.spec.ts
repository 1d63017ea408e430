import { writeFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import fc from 'fast-check'
import { LANGS } from '../../src/i18n/lang.ts'
import { lab, test } from './course.ts'
import { dialogOn, enterLab, expectNoViolation, lockOn, type } from './lab-desk.ts'
import { hostileLinks, hostileTexts, payloadOf } from './lab-hostile.ts'
import { writeLargeCluster } from './large-cluster.ts'
import { mainThreadTasks } from './main-thread.ts'
import { words } from './words.ts'

const fr = words('fr')
const en = words('en')

const NODE = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'mine-1' },
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' }, conditions: [{ type: 'Ready', status: 'True' }] },
}
const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'waits', namespace: 'team' },
  spec: { containers: [{ name: 'c', image: 'nginx' }] },
  status: { phase: 'Pending' },
}
const GATEWAY = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'web' } }
const MINE = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [NODE, POD, GATEWAY] })

async function openImport(page: Page, lang: 'fr' | 'en'): Promise<void> {
  await page.getByRole('button', { name: words(lang)('lab.import.open'), exact: true }).click()
  await expect(dialogOn(page)).toBeVisible()
}

for (const lang of LANGS) {
  test(`a pasted cluster comes in, and what is skipped and placed is said (${lang})`, async ({ page }) => {
    const t = words(lang)
    await enterLab(page, lang)
    await openImport(page, lang)
    await expect(dialogOn(page)).toContainText('kubectl get nodes,pods,ds,deploy -A -o yaml')
    await expect(dialogOn(page)).toContainText(t('lab.import.private'))
    await dialogOn(page).getByRole('textbox').fill(MINE)
    await dialogOn(page)
      .getByRole('button', { name: t('lab.import.go') })
      .click()
    await expect(dialogOn(page)).toContainText(t('lab.import.nodes', { count: 1 }))
    await expect(dialogOn(page)).toContainText(t('lab.import.placed', { count: 1 }))
    await expect(dialogOn(page)).toContainText('Gateway (1)')
    await expectNoViolation(page, 'dialog[open]')
    await dialogOn(page)
      .getByRole('button', { name: t('lab.import.close') })
      .click()
    await expect(page.locator('#rooms')).toContainText('mine-1')
    await page.getByRole('button', { name: t('lab.head.undo') }).click()
    await expect(page.locator('#rooms')).toContainText('kind-worker')
  })
}

for (const lang of LANGS) {
  test(`a managed cluster comes in, and what nothing here would make again is said in numbers (${lang})`, async ({
    page,
  }) => {
    const t = words(lang)
    await enterLab(page, lang)
    await openImport(page, lang)
    await dialogOn(page).locator('input[type=file]').setInputFiles('tests/unit/stores/own-clusters/gke.yaml')
    await expect(dialogOn(page)).toContainText(t('lab.import.nodes', { count: 2 }))
    await expect(dialogOn(page)).toContainText(t('lab.import.pods', { count: 10 }))
    await expect(dialogOn(page)).toContainText('StatefulSet (1)')
    await expectNoViolation(page, 'dialog[open]')
    await page.keyboard.press('Escape')
    await expect(page.getByRole('heading', { level: 3, name: 'gke-shop-gpu-9f8e7d6c-q1w2' })).toBeVisible()
  })
}

test('a file that is dropped comes in, wherever it is dropped', async ({ page }) => {
  await enterLab(page, 'en')
  await openImport(page, 'en')
  const data = await page.evaluateHandle(text => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'cluster.json'))
    return transfer
  }, MINE)
  await page.dispatchEvent('body', 'drop', { dataTransfer: data })
  await expect(dialogOn(page)).toContainText('Your cluster is here: 1 node')
})

test('everything is done by keyboard: what was pasted stays when it is refused, and Esc leads back', async ({
  page,
}) => {
  await enterLab(page, 'fr')
  const button = page.getByRole('button', { name: fr('lab.import.open'), exact: true })
  await button.focus()
  await page.keyboard.press('Enter')
  const field = dialogOn(page).getByRole('textbox')
  const go = dialogOn(page).getByRole('button', { name: fr('lab.import.go') })
  await go.focus()
  await page.keyboard.press('Enter')
  await expect(dialogOn(page).getByRole('alert')).toContainText(fr('lab.import.empty'))
  await field.focus()
  await page.keyboard.type('nodes: [')
  await go.focus()
  await page.keyboard.press('Enter')
  await expect(dialogOn(page).getByRole('alert')).toContainText(fr('lab.import.unchanged'))
  await expect(field).toHaveValue('nodes: [')
  await expect(go).toBeFocused()
  await expectNoViolation(page, 'dialog[open]')
  await page.keyboard.press('Escape')
  await expect(dialogOn(page)).toHaveCount(0)
  await expect(button).toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`in forced colours all is in the colours of the person, and the place to drop a file has an edge (${colorScheme})`, async ({
    page,
  }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme })
    await enterLab(page, 'en')
    await openImport(page, 'en')
    await expect(dialogOn(page).locator('.drop')).toHaveCSS('border-top-style', 'dashed')
    // axe reports colours of the page that are not drawn here: so each pair that is drawn is looked at.
    const pairs = await dialogOn(page).evaluate(dialog => {
      const colours = (each: Element) => {
        const { color, backgroundColor } = getComputedStyle(each)
        return `${color} on ${backgroundColor.replace(/^rgba\(.*, 0\)$/, 'what is behind')}`
      }
      return [...new Set([dialog, ...dialog.querySelectorAll('*:not(svg, svg *, [hidden])')].map(colours))]
    })
    const [ink, paper] = colorScheme === 'light' ? [0, 255] : [255, 0]
    const own = [`rgb(${ink}, ${ink}, ${ink})`, `rgb(${paper}, ${paper}, ${paper})`]
    expect(pairs.toSorted()).toEqual([`${own[0]} on ${own[1]}`, `${own[0]} on what is behind`].toSorted())
  })
}

test('a cluster of 5 000 nodes and 50 000 pods comes in, is cancelled, and comes in again, and the page never stalls', async ({
  page,
  browser,
}, info) => {
  test.setTimeout(300_000)
  const path = info.outputPath('large.json')
  await writeLargeCluster(path)
  await enterLab(page, 'en')
  await openImport(page, 'en')
  const dialog = dialogOn(page)
  const chooser = dialog.locator('input[type=file]')
  const tasks = await mainThreadTasks(browser, page, async () => {
    await chooser.setInputFiles(path)
    await expect(dialog.getByText(/^Reading: [1-9]/)).toBeVisible()
    await dialog.getByRole('button', { name: en('lab.import.cancel') }).click()
    await expect(dialog.getByRole('alert')).toContainText(en('lab.errors.cancelled'))
    await expect(page.locator('.lab-head')).toContainText('3 nodes')

    await chooser.setInputFiles(path)
    await expect(dialog).toContainText('5,000 nodes and 50,000 pods', { timeout: 120_000 })
    await expect(page.locator('.lab-head')).toContainText(/5.?000 nodes/)
    await dialog.getByRole('button', { name: en('lab.import.close') }).click()
    await expect(page.locator('#why .decide')).toBeVisible({ timeout: 30_000 })
  })
  info.annotations.push({ type: 'longest tasks (ms)', description: tasks.slice(0, 5).join(' ') })
  expect(tasks[0]).toBeLessThan(50)
  await page.getByRole('button', { name: en('lab.head.undo') }).click()
  await expect(page.locator('.lab-head')).toContainText('3 nodes', { timeout: 30_000 })
})

test('an import is left in each of its stages, nothing has changed then, and it may be brought again', async ({
  page,
}, info) => {
  test.setTimeout(300_000)
  const path = info.outputPath('large.json')
  await writeLargeCluster(path, { waiting: 4000 })
  await enterLab(page, 'en')
  await openImport(page, 'en')
  const dialog = dialogOn(page)
  const stages = {
    reading: /^Reading: [1-9]/,
    gathering: new RegExp(`^${en('lab.import.gathering')}`),
    scheduling: /^Placing pods that wait: [1-9]/,
  }
  for (const [stage, words] of Object.entries(stages)) {
    await page.evaluate(leaveAt, [words.source, en('lab.import.cancel')] as const)
    await dialog.locator('input[type=file]').setInputFiles(path)
    await expect(dialog.getByRole('alert')).toContainText(en('lab.errors.cancelled'), { timeout: 60_000 })
    const took = await page.evaluate(() => document.documentElement.dataset['left'])
    info.annotations.push({ type: `cancelled while ${stage} (ms)`, description: took ?? '' })
    expect(Number(took)).toBeLessThan(2000)
    await expect(page.locator('.lab-head')).toContainText('3 nodes')
  }
  await dialog.locator('input[type=file]').setInputFiles(path)
  await expect(dialog).toContainText('5,000 nodes and 50,000 pods', { timeout: 120_000 })
  await expect(dialog).toContainText(en('lab.import.placed', { count: 4000 }))
})

/** Presses a button of the dialog as soon as it says something, and notes how long it takes until the button is gone. */
function leaveAt([words, name]: readonly [words: string, name: string]): void {
  const dialog = document.querySelector('dialog[open]')
  let pressed: number | undefined
  const seen = new MutationObserver(() => {
    const texts = Array.from(dialog?.querySelectorAll('p') ?? [], each => each.textContent ?? '')
    const button = Array.from(dialog?.querySelectorAll('button') ?? []).find(each => each.textContent === name)
    if (pressed === undefined && button && texts.some(text => new RegExp(words).test(text))) {
      pressed = performance.now()
      button.click()
    } else if (pressed !== undefined && !button) {
      document.documentElement.dataset['left'] = String(Math.round(performance.now() - pressed))
      seen.disconnect()
    }
  })
  if (dialog) seen.observe(dialog, { subtree: true, childList: true, characterData: true })
}

test('axe finds nothing while a cluster is being read', async ({ page }, info) => {
  const path = info.outputPath('large.json')
  await writeLargeCluster(path)
  await enterLab(page, 'fr')
  await openImport(page, 'fr')
  await dialogOn(page).locator('input[type=file]').setInputFiles(path)
  await expect(dialogOn(page).getByRole('progressbar')).toBeVisible()
  await expectNoViolation(page, 'dialog[open]')
})

test('200 hostile links, files and pastes change nothing, run nothing, and each gets a sentence', async ({
  page,
}, info) => {
  const seed = Math.trunc(Math.random() * 2 ** 31)
  info.annotations.push({ type: 'seed', description: String(seed) })
  test.setTimeout(300_000)
  await enterLab(page, 'en')
  await type(page, 'en', 'kubectl taint nodes kind-worker gpu=true:NoSchedule')
  await expect(lockOn(page, 'gpu=true')).toBeVisible()
  const rooms = await page.locator('#rooms .plan').innerText()
  const whole = { format: 1, about: {}, metAt: 0, cluster: {}, terminal: {} }
  const links = fc.sample(hostileLinks(payloadOf(JSON.stringify({ ...whole, more: 'x'.repeat(500) })), whole), {
    numRuns: 100,
    seed: seed,
  })
  const texts = fc.sample(hostileTexts(MINE), { numRuns: 100, seed: seed })
  await openImport(page, 'en')
  const dialog = dialogOn(page)
  const said = new Set<string>()
  for (const [index, source] of [...links, ...texts].entries()) {
    if (index % 3 === 0) {
      await dialog
        .locator('input[type=file]')
        .setInputFiles({ name: 'x.txt', mimeType: 'text/plain', buffer: Buffer.from(source) })
    } else {
      await dialog.getByRole('textbox').fill(source)
      await dialog.getByRole('button', { name: en('lab.import.go') }).click()
    }
    const alert = dialog.getByRole('alert')
    await expect(alert, source.slice(0, 200)).toContainText(/\.$/, { timeout: 30_000 })
    said.add((await alert.innerText()).slice(0, 24))
    // The next answer is another alert, even where it says the same.
    await dialog.getByRole('textbox').fill('')
    await dialog.getByRole('button', { name: en('lab.import.go') }).click()
    await expect(alert).toContainText(en('lab.import.empty'))
  }
  expect(said.size).toBeGreaterThan(5)
  await page.keyboard.press('Escape')
  expect(await page.locator('#rooms .plan').innerText()).toBe(rooms)
  expect(await page.evaluate(() => 'harmed' in window || 'preset' in {})).toBe(false)
  // In an address they do no more.
  for (const payload of links.slice(0, 20)) {
    await page.evaluate(hash => {
      location.hash = hash
    }, `s=${payload}`)
    await expect(page).toHaveURL(new RegExp(`${lab('en')}$`))
  }
  await expect(page.getByRole('alert').first()).toBeVisible()
  expect(await page.locator('#rooms .plan').innerText()).toBe(rooms)
})

test('a file that is gone when it is read is said to be', async ({ page }, info) => {
  const path = info.outputPath('gone.json')
  writeFileSync(path, MINE)
  await enterLab(page, 'en')
  await openImport(page, 'en')
  await page.evaluate(() => {
    Blob.prototype.text = () => Promise.reject(new DOMException('gone', 'NotFoundError'))
  })
  await dialogOn(page).locator('input[type=file]').setInputFiles(path)
  await expect(dialogOn(page).getByRole('alert')).toContainText(en('lab.errors.file-unread'))
})
