import AxeBuilder from '@axe-core/playwright'
import { expect, type Locator, type Page } from '@playwright/test'
import type { Lang } from '../../src/i18n/lang.ts'
import { lab, open } from './course.ts'
import { words } from './words.ts'

/** Opens the lab, and waits until its cluster is there; `hash` is what the address carries. */
export async function enterLab(page: Page, lang: Lang, hash = ''): Promise<void> {
  await open(page, `${lab(lang)}${hash}`)
  await expect(page.getByRole('heading', { level: 3, name: 'kind-control-plane' })).toBeVisible()
}

/** Types lines into the lab's terminal, one after the other. */
export async function type(page: Page, lang: Lang, ...lines: readonly string[]): Promise<void> {
  const field = page.getByRole('textbox', { name: words(lang)('lab.terminal.field') })
  for (const line of lines) {
    await field.fill(line)
    await field.press('Enter')
    await expect(field).toHaveValue('')
  }
}

/** A line that makes a pod with a spec of its own. */
export function podLine(name: string, spec: object): string {
  return `kubectl run ${name} --image=nginx --overrides='${JSON.stringify({ spec })}'`
}

/** What is open over the page. */
export function dialogOn(page: Page): Locator {
  return page.locator('dialog[open]')
}

/** No fault that axe sees, in either theme, in the part of the page that is named. */
export async function expectNoViolation(page: Page, part: string): Promise<void> {
  // Without motion nothing fades from one theme to the other: a colour is there at once.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).include(part).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([])
  }
}

/** What of these is too small for a finger. */
export function tooSmall(targets: Locator): Promise<string[]> {
  return targets.evaluateAll(all =>
    all
      .filter(each => each.checkVisibility() && each.getBoundingClientRect().height < 43.9)
      .map(each => each.outerHTML.slice(0, 100)),
  )
}

/** A taint on a node's door, by how `kubectl describe` prints it. */
export function lockOn(page: Page, taint: string): Locator {
  return page.locator('#rooms .taint', { hasText: taint })
}
