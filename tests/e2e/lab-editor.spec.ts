import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import { LANGS, type Lang } from '../../src/i18n/lang.ts'
import { test } from './course.ts'
import { openLab, outputOf, terminalLine, textInEditor, typeLine } from './lab-typing.ts'
import { words } from './words.ts'

const en = words('en')
const fr = words('fr')

for (const lang of LANGS) {
  test(`an error shows as it is typed, in both voices, and once it is mended the file is applied (${lang})`, async ({
    page,
  }) => {
    const t = words(lang)
    await openLab(page, lang)
    const editor = await newFile(page, lang, 'pod')
    await expect(status(page)).toContainText(t('lab.editor.valid.pod'))

    await goToEndOf(page, 'effect: NoSchedule')
    await page.keyboard.press('Backspace')
    await expect(status(page)).toContainText(t('lab.editor.errors', { count: 1 }))
    const fault = page.locator('#yaml .faults li')
    await expect(fault).toContainText(t('quiz.issues.unknown-effect'))
    await expect(fault.locator('.said')).toHaveText(
      'spec.tolerations[0].effect: Unsupported value: "NoSchedul": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    )
    await expect(editor.locator('.cm-lintRange-error')).toHaveText('effect: NoSchedul')

    await page.keyboard.type('e')
    await page.keyboard.press('Escape')
    await expect(status(page)).toContainText(t('lab.editor.valid.pod'))
    await page.getByRole('button', { name: t('lab.editor.apply') }).click()
    await expect(status(page)).toContainText('pod/trainer created')
    await expect(page.locator('#term .entry').last()).toContainText('kubectl apply -f trainer.yaml')
    await expect(page.locator('#rooms')).toContainText('trainer')
  })
}

test('what the server refuses is refused beside the button too', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'pod')
  await goToEndOf(page, 'operator: Exists')
  await page.keyboard.type('s')
  await page.getByRole('button', { name: en('lab.editor.apply') }).click()
  await expect(status(page)).toContainText(en('lab.editor.refused'))
})

test('fields and values are proposed, with what they are for in the reader’s language', async ({ page }) => {
  await openLab(page, 'fr')
  const editor = await newFile(page, 'fr', 'pod')
  await goToEndOf(page, 'effect: NoSchedule')
  await page.keyboard.press('Enter')
  await page.keyboard.type('tolera', { delay: 40 })
  await expect(editor.locator('.cm-tooltip-autocomplete li').first()).toContainText('tolerationSeconds')
  await expect(editor.locator('.cm-completionInfo')).toContainText('combien de secondes le pod reste')
  // A list that has only just come takes no Enter: it could be meant for the line.
  await page.waitForTimeout(400)
  await page.keyboard.press('Enter')
  expect(await textInEditor(page)).toContain('    tolerationSeconds: ')
  await page.keyboard.type('60')

  await editor.locator('.cm-line', { hasText: 'operator' }).click()
  await expect(page.locator('#yaml .field')).toContainText('la valeur ne compte pas')
  await editor.locator('.cm-line', { hasText: 'tolerations:' }).locator('span').first().hover()
  await expect(editor.locator('.cm-tooltip-hover')).toContainText('Le trousseau du pod')
})

test('fields and values are proposed between braces too, and explained', async ({ page }) => {
  await openLab(page, 'fr')
  const editor = await newFile(page, 'fr', 'pod')
  const choices = editor.locator('.cm-tooltip-autocomplete li')
  await goToEndOf(page, 'effect: NoSchedule')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+Home')
  await page.keyboard.press('Backspace')
  await page.keyboard.type('  - {eff')
  await choices.filter({ hasText: 'effect' }).click()
  await expect(choices).toHaveText(['NoExecute', 'NoSchedule', 'PreferNoSchedule'])
  await expect(editor.locator('.cm-completionInfo')).toContainText(fr('manifest.values.Toleration.effect.NoExecute'))
  await choices.filter({ hasText: 'NoExecute' }).click()
  expect(await textInEditor(page)).toContain('  - {effect: NoExecute}')
  await expect(page.locator('#yaml .field')).toContainText(fr('manifest.values.Toleration.effect.NoExecute'))
})

test('a manifest is typed as it is read: lines go on in their object, and Enter is theirs', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'empty')
  const lines = ['apiVersion: v1', 'kind: Pod', 'metadata:', 'name: a', 'labels: {', 'b: c']
  for (const line of lines) {
    await page.keyboard.type(line, { delay: 30 })
    await page.keyboard.press('Enter')
  }
  const typed = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {\n    b: c\n    \n  }'
  await expect.poll(() => textInEditor(page)).toBe(typed)
})

test('the keyboard asks what a field is for, and is told where an error is, in sight and in words', async ({
  page,
}) => {
  await openLab(page, 'en')
  const editor = await newFile(page, 'en', 'pod')
  const heard = editor.locator('.cm-announced')
  const tooltip = editor.locator('.cm-tooltip-hover')
  await goToEndOf(page, 'operator: Exists')
  await page.keyboard.press('F1')
  await expect(tooltip).toContainText(en('manifest.values.Toleration.operator.Exists'))
  await expect(heard).toContainText(en('manifest.values.Toleration.operator.Exists'))
  await page.keyboard.press('Escape')
  await expect(tooltip).toHaveCount(0)

  await page.keyboard.type('s')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+Home')
  await expect(page.locator('#yaml .faults')).toBeVisible()
  await page.keyboard.press('F8')
  await expect(tooltip).toContainText('Unsupported value: "Existss"')
  await expect(heard).toContainText('Unsupported value: "Existss"')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(page.locator('#yaml .cm-content')).not.toBeFocused()
})

test('what is not saved is there again when the page is, in either language', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'pod')
  await goToEndOf(page, 'name: trainer')
  await page.keyboard.type('99')
  await page.reload()
  await expect(page.locator('#yaml .cm-content')).toContainText('name: trainer99')
  await expect(page.locator('#yaml h2')).toContainText(en('lab.editor.unsaved'))
  await expect(page.locator('#yaml .cm-content')).not.toBeFocused()
  await openLab(page, 'fr')
  await expect(page.locator('#yaml .cm-content')).toContainText('name: trainer99')
  await page.getByRole('button', { name: fr('lab.editor.close') }).click()
  expect(await outputOf(await typeLine(page, 'grep -c trainer99 trainer.yaml'))).toBe('1\n')
  await openLab(page, 'fr')
  await expect(page.locator('#yaml form')).toBeVisible()
})

test('what is erased from the browser takes along what lies in the editor', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'pod')
  await goToEndOf(page, 'name: trainer')
  await page.keyboard.type('99')
  await page.getByRole('button', { name: en('site.foot.erase') }).click()
  await page.getByRole('button', { name: en('site.foot.confirm') }).click()
  await expect(page.locator('#yaml form')).toBeVisible()
  expect(await page.evaluate(() => Object.keys(sessionStorage).filter(key => key.includes('draft')))).toEqual([])
})

test('what was written while a line waited is not lost with the page', async ({ page }) => {
  await openLab(page, 'en')
  await terminalLine(page).fill('vi note.txt')
  await page.keyboard.press('Enter')
  await expect(page.locator('#yaml .cm-content')).toBeFocused()
  await page.keyboard.type('one line')
  await page.reload()
  await expect(page.locator('#yaml .cm-line')).toHaveText('one line')
  await page.locator('#yaml .cm-content').press('Control+s')
  await expect(status(page)).toContainText(en('lab.editor.saved'))
  expect(await outputOf(await typeLine(page, 'cat note.txt'))).toBe('one line\n')
})

test('vi opens a file, and what is saved there is there', async ({ page }) => {
  await openLab(page, 'en')
  await terminalLine(page).fill('vi note.txt')
  await page.keyboard.press('Enter')
  const editor = page.locator('#yaml .cm-content')
  await expect(editor).toBeFocused()
  await page.keyboard.type('one line')
  await page.getByRole('button', { name: en('lab.editor.saveAndLeave') }).click()
  await expect(terminalLine(page)).toBeFocused()
  expect(await outputOf(await typeLine(page, 'cat note.txt'))).toBe('one line\n')

  await terminalLine(page).fill('vi note.txt')
  await page.keyboard.press('Enter')
  await expect(page.locator('#yaml .cm-line')).toHaveText('one line')
  await page.locator('#yaml .cm-content').press('Control+a')
  await page.keyboard.type('another')
  await page.getByRole('button', { name: en('lab.editor.leave') }).click()
  await expect(terminalLine(page)).toBeFocused()
  expect(await outputOf(await typeLine(page, 'cat note.txt'))).toBe('one line\n')
})

for (const width of [390, 1440]) {
  test(`an editor that a line opens comes into view (${width} px)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 })
    await openLab(page, 'en')
    for (const line of ['vi note.txt', 'kubectl edit node kind-worker']) {
      await terminalLine(page).fill(line)
      await page.keyboard.press('Enter')
      await expect(page.locator('#yaml .cm-content')).toBeFocused()
      await expect(page.locator('#yaml h2')).toBeInViewport()
      await expect(page.locator('#yaml .cm-line').first()).toBeInViewport()
      await page.getByRole('button', { name: en('lab.editor.leave') }).click()
      await expect(terminalLine(page)).toBeFocused()
    }
  })
}

test('kubectl edit opens an object; left with an error it opens again and says why', async ({ page }) => {
  await openLab(page, 'en')
  await terminalLine(page).fill('kubectl edit node kind-worker')
  await page.keyboard.press('Enter')
  await expect(page.locator('#yaml .cm-content')).toBeFocused()
  await goToEndOf(page, 'spec:')
  await page.keyboard.insertText('\n  taints:\n  - key: a\n    effect: Never')
  await expect(page.locator('#yaml .faults')).toContainText(en('quiz.issues.unknown-effect'))
  await page.getByRole('button', { name: en('lab.editor.saveAndLeave') }).click()
  await expect(page.locator('#yaml .cm-content')).toContainText('was not valid')
  await goToEndOf(page, 'effect: Never')
  for (const _ of 'Never') await page.keyboard.press('Backspace')
  await page.keyboard.insertText('NoExecute')
  await expect(page.locator('#yaml .faults')).toHaveCount(0)
  await page.locator('#yaml .cm-content').press('Control+s')
  await expect(page.locator('#term .out').last()).toContainText('node/kind-worker edited')
  await expect(page.locator('#rooms')).toContainText('NoExecute')
})

test('there are several files: new, renamed, removed, brought back', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'deployment')
  await expect(page.locator('#yaml h2')).toContainText('web.yaml')
  await page.getByRole('button', { name: en('lab.editor.new') }).click()
  await page
    .locator('#yaml form')
    .getByRole('button', { name: en('lab.editor.create') })
    .click()
  await expect(page.locator('#yaml h2')).toContainText('trainer.yaml')
  await page.locator('#yaml .sheets').getByRole('button', { name: 'web.yaml' }).click()
  await expect(page.locator('#yaml h2')).toContainText('web.yaml')
  await page.getByRole('button', { name: en('lab.editor.rename'), exact: true }).click()
  await page.locator('#yaml form input').fill('site.yaml')
  await page.keyboard.press('Enter')
  await expect(page.locator('#yaml h2')).toContainText('site.yaml')
  await page.getByRole('button', { name: en('lab.head.undo') }).click()
  await expect(page.locator('#yaml .sheets')).toHaveText('trainer.yamlweb.yaml')
  await page.getByRole('button', { name: en('lab.head.redo') }).click()
  await page.locator('#yaml .sheets').getByRole('button', { name: 'site.yaml' }).click()
  await page.getByRole('button', { name: en('lab.editor.remove') }).click()
  await expect(page.locator('#yaml .sheets')).toHaveText('trainer.yaml')
  const said = page.locator('#yaml p', { hasText: 'site.yaml' })
  await expect(said).toBeFocused()
  await page.getByRole('button', { name: en('lab.head.undo') }).click()
  await expect(page.locator('#yaml .sheets')).toContainText('site.yaml')
  await expect(said).toHaveCount(0)
  expect(await outputOf(await typeLine(page, 'ls'))).toContain('site.yaml')
})

test('what the terminal does to a file shows, and what is written is there for the terminal', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'pod')
  await goToEndOf(page, 'name: trainer')
  await page.keyboard.type('2')
  await page.keyboard.press('Escape')
  expect(await outputOf(await typeLine(page, 'grep -c trainer2 trainer.yaml'))).toBe('1\n')
  await typeLine(page, 'sed -i s/trainer2/other/ trainer.yaml')
  await expect(page.locator('#yaml .cm-content')).toContainText('name: other')
})

test('the keyboard alone comes in, applies, and leaves', async ({ page }) => {
  await openLab(page, 'en')
  await newFile(page, 'en', 'pod')
  const content = page.locator('#yaml .cm-content')
  await expect(content).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.press('Tab')
  await expect(content).toBeFocused()
  await page.keyboard.press('Control+Enter')
  await expect(status(page)).toContainText(en('lab.editor.applied'))
  await content.focus()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Tab')
  await expect(content).not.toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 700 }, hasTouch: true, isMobile: true })

  test('the editor fits, and its text is large enough not to be zoomed', async ({ page }) => {
    await openLab(page, 'fr')
    const editor = await newFile(page, 'fr', 'daemonset')
    const size = await editor
      .locator('.cm-content')
      .evaluate(each => Number.parseFloat(getComputedStyle(each).fontSize))
    expect(size).toBeGreaterThanOrEqual(16)
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true)
  })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme axe finds nothing`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('in the editor: closed, open, with an error, with a choice, awaited', async ({ page }) => {
      await openLab(page, 'fr')
      await expect(page.locator('#yaml form')).toBeVisible()
      await expectNoViolation(page)
      const editor = await newFile(page, 'fr', 'pod')
      await expect(status(page)).toContainText(fr('lab.editor.valid.pod'))
      await expectNoViolation(page)
      await goToEndOf(page, 'effect: NoSchedule')
      await page.keyboard.press('Backspace')
      await expect(page.locator('#yaml .faults')).toBeVisible()
      await expectNoViolation(page)
      await page.keyboard.press('Control+Space')
      await expect(editor.locator('.cm-tooltip-autocomplete')).toBeVisible()
      await expectNoViolation(page)
      await page.keyboard.press('Escape')
      await terminalLine(page).fill('vi x.yaml')
      await page.keyboard.press('Enter')
      await expect(page.getByRole('button', { name: fr('lab.editor.leave') })).toBeVisible()
      await expectNoViolation(page)
    })
  })
}

test('without its colours the editor still shows where an error is', async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await openLab(page, 'en')
  const editor = await newFile(page, 'en', 'pod')
  await goToEndOf(page, 'effect: NoSchedule')
  await page.keyboard.press('Backspace')
  await expect(editor.locator('.cm-lint-marker-error')).toBeVisible()
  const line = await editor
    .locator('.cm-lintRange-error')
    .first()
    .evaluate(each => getComputedStyle(each).textDecorationLine)
  expect(line).toBe('underline')
  await expect(page.locator('#yaml .faults')).toContainText(en('quiz.issues.unknown-effect'))
})

function status(page: Page): Locator {
  return page.locator('#yaml [role=status]')
}

/** Makes a file from one of the starts, in the closed editor, and waits until it is open. */
async function newFile(page: Page, lang: Lang, start: string): Promise<Locator> {
  const form = page.locator('#yaml form')
  await form.locator('select').selectOption(start)
  await form.getByRole('button', { name: words(lang)('lab.editor.create') }).click()
  const editor = page.locator('#yaml .sheet')
  await expect(editor.locator('.cm-content')).toBeFocused()
  return editor
}

/** Puts the cursor behind a line that ends so. */
async function goToEndOf(page: Page, text: string): Promise<void> {
  await page
    .locator('#yaml .cm-line')
    .filter({ hasText: new RegExp(`${text}$`) })
    .first()
    .click()
  await page.keyboard.press('End')
}

async function expectNoViolation(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('#yaml').setLegacyMode().analyze()
  expect(
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary }))),
  ).toEqual([])
}
