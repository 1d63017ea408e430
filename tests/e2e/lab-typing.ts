import { expect, type Locator, type Page } from '@playwright/test'
import type { Lang } from '../../src/i18n/lang.ts'
import { lab } from './course.ts'

/** Goes to the lab, and waits until its cluster is there. */
export async function openLab(page: Page, lang: Lang): Promise<void> {
  await page.goto(lab(lang))
  await expect(page.locator('.ghost b')).toContainText('learner@terminal:~$')
}

/** The line that one types in. */
export function terminalLine(page: Page): Locator {
  return page.locator('#terminal-line')
}

/** Types a line and waits for its answer: its entry in the terminal. */
export async function typeLine(page: Page, line: string): Promise<Locator> {
  const entries = page.locator('#term .log .entry:has(.marks)')
  const before = await entries.count()
  await terminalLine(page).fill(line)
  await terminalLine(page).press('Enter')
  await expect(entries).toHaveCount(before + 1)
  return entries.nth(before)
}

/** What an entry printed. */
export async function outputOf(entry: Locator): Promise<string> {
  return (await entry.locator('.out').allTextContents()).join('')
}

/** The text in the editor, line by line. */
export async function textInEditor(page: Page): Promise<string> {
  return (await page.locator('#yaml .cm-line').allTextContents()).join('\n')
}
