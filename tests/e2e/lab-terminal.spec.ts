import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { test } from './course.ts'
import { openLab, outputOf, terminalLine, typeLine } from './lab-typing.ts'
import { mainThreadTasks } from './main-thread.ts'
import { words } from './words.ts'

const en = words('en')

/** What a real cluster answered to the source lesson's commands. */
const RECORDED = JSON.parse(
  readFileSync('tests/conformance/recorded/v1.37/transcripts/source-lesson.json', 'utf8'),
) as { readonly steps: readonly { readonly command: string; readonly stdout: string }[] }
const SOURCE_COMMANDS = [
  'kubectl get pods -n kube-system --selector k8s-app=kube-proxy -o wide',
  'kubectl get daemonsets.apps -n kube-system kube-proxy -o jsonpath="{.spec.template.spec.tolerations}"',
  'kubectl get ds -n kube-system kube-proxy -o yaml',
]

for (const lang of LANGS) {
  test(`the source lesson’s commands answer as a real cluster did (${lang})`, async ({ page }) => {
    await openLab(page, lang)
    for (const command of SOURCE_COMMANDS) {
      const recorded = RECORDED.steps.find(step => step.command === command)?.stdout ?? 'not recorded'
      expect(linesOf(await outputOf(await typeLine(page, command)))).toEqual(
        linesOf(recorded).map(line => expect.stringMatching(patternOf(line))),
      )
    }
  })
}

test('drain refuses, and then succeeds', async ({ page }) => {
  await openLab(page, 'en')
  const refused = await typeLine(page, 'kubectl drain kind-worker')
  await expect(refused.locator('[data-stream=stderr]').first()).toContainText(
    'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)',
  )
  await expect(refused.locator('.exit')).toHaveText(en('lab.terminal.exit', { code: 1 }))
  const drained = await typeLine(page, 'kubectl drain kind-worker --ignore-daemonsets')
  expect(await outputOf(drained)).toContain('node/kind-worker drained')
  await expect(drained.locator('.exit')).toHaveCount(0)
})

test.describe('a line', () => {
  test('is completed by Tab; several possibilities are listed', async ({ page }) => {
    await openLab(page, 'en')
    await terminalLine(page).pressSequentially('kubectl desc')
    await page.keyboard.press('Tab')
    await expect(terminalLine(page)).toHaveValue('kubectl describe ')
    await page.keyboard.type('node kind-w')
    await page.keyboard.press('Tab')
    await expect(terminalLine(page)).toHaveValue('kubectl describe node kind-worker')
    await expect(page.locator('#term .choices li')).toHaveText(['kind-worker', 'kind-worker2'])
    await expect(page.locator('#term [aria-live]')).toContainText(en('lab.terminal.choices', { count: 2 }))
    await page.keyboard.press('Escape')
    await expect(page.locator('#term .choices')).toHaveCount(0)
    await expect(terminalLine(page)).toBeFocused()
  })

  test('that was typed before comes back by ↑ and ↓, and what was being typed too', async ({ page }) => {
    await openLab(page, 'en')
    await typeLine(page, 'kubectl get nodes')
    await typeLine(page, 'pwd')
    await terminalLine(page).pressSequentially('half')
    await page.keyboard.press('ArrowUp')
    await expect(terminalLine(page)).toHaveValue('pwd')
    await page.keyboard.press('ArrowUp')
    await expect(terminalLine(page)).toHaveValue('kubectl get nodes')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await expect(terminalLine(page)).toHaveValue('half')
  })

  test('is found by Ctrl-R, an older one by another', async ({ page }) => {
    await openLab(page, 'en')
    for (const line of ['kubectl get nodes', 'kubectl get pods', 'pwd']) await typeLine(page, line)
    await terminalLine(page).press('Control+r')
    await page.keyboard.type('get')
    await expect(page.locator('#term .found')).toHaveText('kubectl get pods')
    await page.keyboard.press('Control+r')
    await expect(page.locator('#term .found')).toHaveText('kubectl get nodes')
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .entry').last()).toContainText('kind-worker2')
    await terminalLine(page).press('Control+r')
    await page.keyboard.type('nothing of the kind')
    await expect(page.locator('#term .found')).toHaveText(en('lab.terminal.notFound'))
    await page.keyboard.press('Escape')
    await expect(terminalLine(page)).toHaveValue('')
  })

  test('that is not complete goes on at another prompt, and Ctrl-C forgets it', async ({ page }) => {
    await openLab(page, 'en')
    await terminalLine(page).fill("echo 'one")
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .ghost b')).toHaveText('> ')
    await page.keyboard.type("two'")
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .entry .out')).toHaveText('one\ntwo\n')
    await page.keyboard.type("echo 'three")
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .ghost b')).toHaveText('> ')
    await page.keyboard.type('four')
    await page.keyboard.press('Control+c')
    await expect(page.locator('#term .ghost b')).toContainText('learner@terminal')
    await expect(page.locator('#term .entry').last()).toContainText("echo 'three\nfour^C", { useInnerText: true })
    await page.keyboard.type('pwd')
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .log')).not.toContainText('^C')
  })
})

test('the line is edited as in bash, and Ctrl-D leaves a node, then the session', async ({ page }) => {
  await openLab(page, 'en')
  const field = terminalLine(page)
  await field.pressSequentially('kubectl get pods')
  for (const [keys, left] of [
    ['Control+a Control+d', 'ubectl get pods'],
    ['Control+e Control+u', ''],
  ] as const) {
    for (const key of keys.split(' ')) await field.press(key)
    await expect(field).toHaveValue(left)
  }
  await field.pressSequentially('echo one two')
  for (let step = 0; step < 4; step += 1) await field.press('ArrowLeft')
  await field.press('Control+k')
  await expect(field).toHaveValue('echo one')
  await field.press('Control+c')
  const prompt = page.locator('#term .ghost b')
  await typeLine(page, 'ssh kind-worker')
  await expect(prompt).toHaveText('learner@kind-worker:~$ ')
  await field.press('Control+d')
  await expect(prompt).toHaveText('learner@terminal:~$ ')
  await field.press('Control+d')
  await expect(page.locator('#term .log')).toContainText(en('lab.terminal.over'))
  const next = await typeLine(page, 'pwd')
  await expect(next).toContainText('learner@terminal:~$ pwd')
  await expect(page.locator('#term .log')).not.toContainText(en('lab.terminal.over'))
  await field.press('ArrowUp')
  await field.press('ArrowUp')
  await expect(field).toHaveValue('exit')
})

test('who scrolls back while it prints is not pulled down; who types a line is', async ({ page }) => {
  await openLab(page, 'en')
  const log = page.locator('#term .log')
  const fromEnd = () =>
    log.evaluate(({ scrollHeight, scrollTop, clientHeight }) => scrollHeight - scrollTop - clientHeight)
  await typeLine(page, 'seq 400')
  await expect.poll(fromEnd).toBeLessThan(24)
  await log.hover()
  await page.mouse.wheel(0, -600)
  await expect.poll(fromEnd).toBeGreaterThan(300)
  // What another part of the page runs prints here too.
  await page.locator('#rooms summary').first().click()
  await page
    .getByRole('button', { name: en('lab.rooms.cordon') })
    .first()
    .click()
  await expect(log).toContainText('cordoned')
  expect(await fromEnd()).toBeGreaterThan(300)
  await typeLine(page, 'pwd')
  await expect.poll(fromEnd).toBeLessThan(24)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  test('each copy button is as large as a finger, though its line is not', async ({ page }) => {
    await openLab(page, 'en')
    for (const line of ['kubectl get nodes', 'cd .', 'pwd']) await typeLine(page, line)
    const areas = await page.locator('#term .copy').evaluateAll(buttons => {
      return buttons.map(button => {
        const { left, top, width, height } = button.getBoundingClientRect()
        const [x, y] = [left + width / 2, top + height / 2]
        const reach = (dy: number) => document.elementFromPoint(x, y + dy)?.closest('button') === button
        return {
          isWhole: reach(-21) && reach(21),
          isCentre: reach(0),
          line: button.closest('.typed')?.clientHeight ?? 0,
        }
      })
    })
    expect(areas.at(0)).toMatchObject({ isWhole: true, isCentre: true })
    for (const { isCentre, line } of areas) {
      expect(isCentre).toBe(true)
      expect(line).toBeLessThan(24)
    }
  })
})

test('several pasted lines run one after the other, a heredoc among them', async ({ page }) => {
  await openLab(page, 'en')
  await paste(page, 'cat <<EOF > a.txt\none\ntwo\nEOF\nwc -l a.txt\nkubectl taint nodes kind-worker a=b:NoSchedule\npw')
  const entries = page.locator('#term .entry:has(.marks)')
  await expect(entries).toHaveCount(3)
  await expect(entries.nth(1).locator('.out')).toHaveText('2 a.txt\n')
  await expect(entries.nth(2).locator('.out')).toHaveText('node/kind-worker tainted\n')
  await expect(terminalLine(page)).toHaveValue('pw')
})

test('what is printed is said in short, and stays text that can be found and copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openLab(page, 'en')
  const entry = await typeLine(page, 'kubectl get nodes')
  const said = page.locator('#term [aria-live]').first()
  await expect(said).toContainText('NAME, STATUS, ROLES, AGE, VERSION')
  await expect(said).toContainText(en('lab.terminal.said.more', { count: 1 }))
  await entry.hover()
  await entry.getByRole('button').click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('kubectl get nodes')
  await terminalLine(page).press('Control+l')
  await expect(page.locator('#term .entry')).toHaveCount(0)
})

test('what was undone says so', async ({ page }) => {
  await openLab(page, 'en')
  const entry = await typeLine(page, 'kubectl taint nodes kind-worker a=b:NoSchedule')
  await page.getByRole('button', { name: en('lab.head.undo') }).click()
  await expect(entry).toContainText(en('lab.terminal.undone'))
})

test.describe('100 000 lines', () => {
  test('hold the page up for less than 50 ms at a time, and are said in short', async ({ page, browser }) => {
    await openLab(page, 'en')
    const tasks = await mainThreadTasks(browser, page, async () => {
      await terminalLine(page).fill('seq 100000')
      await page.keyboard.press('Enter')
      await expect(page.locator('#term .out').last()).toContainText('100000', { timeout: 60_000 })
    })
    expect(tasks.slice(0, 3).every(task => task < 50)).toBe(true)
    const said = page.locator('#term [aria-live]').first()
    await expect(said).toContainText(en('lab.terminal.said.more', { count: 99_997 }))
    expect((await said.textContent())?.length).toBeLessThan(100)
  })

  test('are text that can be selected as a whole, and in which the browser finds each', async ({ page }) => {
    await openLab(page, 'en')
    await typeLine(page, 'seq 100000')
    await expect(page.locator('#term .out').last()).toContainText('100000', { timeout: 60_000 })
    const selected = await page.locator('#term .entry').evaluate(entry => {
      const selection = getSelection()
      selection?.selectAllChildren(entry)
      return selection?.toString() ?? ''
    })
    const lines = selected.split('\n')
    const from = lines.indexOf('1')
    expect(lines.slice(from, from + 100_000)).toEqual(Array.from({ length: 100_000 }, (_, i) => String(i + 1)))
    const found = await page.evaluate(() => {
      getSelection()?.removeAllRanges()
      return (window as unknown as { find(text: string): boolean }).find('54321') && getSelection()?.toString()
    })
    expect(found).toBe('54321')
  })

  test('are broken off by Ctrl-C: what is there stays, and what the line has done is done', async ({ page }) => {
    await openLab(page, 'en')
    await terminalLine(page).fill('kubectl cordon kind-worker; seq 1000000')
    await page.keyboard.press('Enter')
    const entry = page.locator('#term .entry:has(.marks)')
    await expect(entry.locator('.out').nth(1)).toContainText('150 151')
    await page.keyboard.press('Control+c')
    await expect(entry.locator('.out').last()).toHaveText('^C\n')
    expect((await outputOf(entry)).length).toBeLessThan(3_000_000)
    const next = await typeLine(page, 'echo $?; kubectl get node kind-worker --no-headers')
    expect(await outputOf(next)).toMatch(/^130\n\S+ +Ready,SchedulingDisabled /)
    await expect(page.locator('#term .trouble')).toHaveCount(0)
  })
})

test('a line of a million characters holds the page up no more, and is one line', async ({ page, browser }) => {
  await openLab(page, 'en')
  const tasks = await mainThreadTasks(browser, page, async () => {
    await terminalLine(page).fill("seq 150000 | tr '\\n' ' '; echo; echo end")
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .out').last()).toContainText('end')
  })
  expect(tasks.slice(0, 3).every(task => task < 50)).toBe(true)
  const selected = await page.locator('#term .entry').evaluate(entry => {
    const selection = getSelection()
    selection?.selectAllChildren(entry)
    return selection?.toString() ?? ''
  })
  expect(selected).toContain(Array.from({ length: 150_000 }, (_, i) => i + 1).join(' '))
})

test.describe('by keyboard alone', () => {
  test('one comes in, and leaves by Escape, by Shift-Tab, and by Tab on an empty line', async ({ page }) => {
    await openLab(page, 'en')
    await terminalLine(page).focus()
    await page.keyboard.type('kubectl get no')
    await page.keyboard.press('Escape')
    await expect(terminalLine(page)).not.toBeFocused()
    await expect(page.locator('#term summary').first()).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await expect(terminalLine(page)).toBeFocused()
    await page.keyboard.press('Shift+Tab')
    await expect(page.locator('#term .log')).toBeFocused()
    await terminalLine(page).fill('')
    await page.keyboard.press('Tab')
    await expect(page.locator('#term summary').first()).toBeFocused()
  })
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true })

  test('a row of keys stands in for those that its keyboard lacks', async ({ page }) => {
    await openLab(page, 'fr')
    const fr = words('fr')
    const key = (label: string) => page.locator('#term .keys').getByRole('button', { name: label, exact: true })
    await terminalLine(page).tap()
    await page.keyboard.type('kubectl get nod')
    await key(fr('lab.terminal.row.complete')).tap()
    await expect(terminalLine(page)).toHaveValue('kubectl get nodes ')
    await expect(terminalLine(page)).toBeFocused()
    await key(fr('lab.terminal.row.pipe')).tap()
    await page.keyboard.type(' wc -l')
    await page.keyboard.press('Enter')
    await expect(page.locator('#term .out')).toHaveText('4\n')
    await key(fr('lab.terminal.row.back')).tap()
    await expect(terminalLine(page)).toHaveValue('kubectl get nodes | wc -l')
    await key(fr('lab.terminal.row.stop')).tap()
    await expect(terminalLine(page)).toHaveValue('')
  })

  test('the line is large enough not to be zoomed, and only the output is wider than the screen', async ({ page }) => {
    await openLab(page, 'fr')
    await typeLine(page, 'kubectl get pods -A -o wide')
    const size = await terminalLine(page).evaluate(field => Number.parseFloat(getComputedStyle(field).fontSize))
    expect(size).toBeGreaterThanOrEqual(16)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth)
    expect(wide).toBe(false)
    const isWide = () => page.locator('#term .log').evaluate(log => log.scrollWidth > log.clientWidth)
    expect(await isWide()).toBe(true)
    await terminalLine(page).press('Control+l')
    await expect(page.locator('#term .entry')).toHaveCount(0)
    await typeLine(page, 'kubectl get pod a-pod-of-a-name-that-is-much-wider-than-the-screen-of-a-phone-is')
    expect(await isWide()).toBe(false)
    for (const button of await page.locator('#term .keys button').all())
      expect((await button.boundingBox())?.height ?? 0).toBeGreaterThanOrEqual(44)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme axe finds nothing`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('in the terminal, whatever it shows', async ({ page }) => {
      await openLab(page, 'fr')
      await typeLine(page, 'kubectl taint nodes kind-worker a=b:NoSchedule')
      await typeLine(page, 'kubectl get pods -A -o wide')
      await typeLine(page, 'kubectl get pod nobody')
      await page.getByRole('button', { name: words('fr')('lab.head.undo') }).click()
      for (const summary of await page.locator('#term summary').all()) await summary.click()
      await expectNoViolation(page)
      await terminalLine(page).pressSequentially('kubectl ')
      await page.keyboard.press('Tab')
      await expect(page.locator('#term .choices')).toBeVisible()
      await expectNoViolation(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+r')
      await page.keyboard.type('nodes')
      await expectNoViolation(page)
    })
  })
}

test('without its colours the terminal still tells errors from output', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await openLab(page, 'en')
  const entry = await typeLine(page, 'kubectl get pod nobody')
  const border = await entry
    .locator('[data-stream=stderr]')
    .evaluate(each => Number.parseFloat(getComputedStyle(each).borderInlineStartWidth))
  expect(border).toBeGreaterThan(0)
  await expect(entry.getByRole('group', { name: en('lab.terminal.stderr') })).toBeVisible()
  await expect(entry.locator('.exit')).toBeVisible()
})

async function expectNoViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#term').setLegacyMode().analyze()
  expect(
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary }))),
  ).toEqual([])
}

/** Lines without what depends on the widths of their neighbours. */
function linesOf(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map(line => line.replace(/(?<=\S) {2,}/g, '  '))
}

/** A recorded line, in which names, ages and addresses that no two clusters share are written `<age>`. */
function patternOf(line: string): RegExp {
  const literal = line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${literal.replace(/<(?!none>)[a-z0-9-]+>/g, '\\S+')}$`)
}

async function paste(page: Page, text: string): Promise<void> {
  await terminalLine(page).evaluate((field, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, text)
}
