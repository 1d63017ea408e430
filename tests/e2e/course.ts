import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { test as base, type ConsoleMessage, expect, type Page } from '@playwright/test'
import { BUILDS } from '../../scripts/course.ts'
import type { Lang } from '../../src/i18n/lang.ts'
import { addressOf } from '../../src/i18n/routes.ts'

/** A lesson's address below the course's, in a language; without a name that of the lesson on kube-proxy. */
export const lesson = (lang: Lang, name = 'kube-proxy'): string =>
  below(addressOf({ page: 'lesson', lesson: name }, lang, '/'))
/** The lab's. */
export const lab = (lang: Lang): string => below(addressOf({ page: 'lab' }, lang, '/'))
/** The home page's. */
export const home = (lang: Lang): string => below(addressOf({ page: 'home' }, lang, '/'))

/** Every page that is built, by its address below the course's: '' is the root, '404.html' the page for lost addresses. */
export function builtPages(): string[] {
  return readdirSync(BUILDS.root.folder, { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll(sep, '/'))
    .filter(path => path.endsWith('.html'))
    .map(path => path.replace(/(^|\/)index\.html$/, '$1'))
    .toSorted()
}

/** The file behind a page's address. */
export function fileOf(page: string): string {
  return join(BUILDS.root.folder, page === '' || page.endsWith('/') ? `${page}index.html` : page)
}

interface Watch {
  /** What a page did that no page may: errors, what the content policy refused, requests that leave the course. */
  readonly faults: string[]
  /** Errors that a test brings about itself. */
  expectError(pattern: RegExp): void
}

/** Every test is watched: no page may fail, break the content policy, or ask anything of another host. */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ context, baseURL }, use) => {
      const faults: string[] = []
      const expected: RegExp[] = []
      const origin = new URL(baseURL ?? '').origin
      context.on('console', message => faults.push(...faultIn(message)))
      context.on('weberror', error => faults.push(`error: ${error.error()}`))
      context.on('request', request => {
        const url = new URL(request.url())
        if (url.origin !== origin && url.protocol !== 'data:') faults.push(`request: ${url.href}`)
      })
      await use({ faults, expectError: pattern => expected.push(pattern) })
      expect(faults.filter(fault => !expected.some(pattern => pattern.test(fault)))).toEqual([])
    },
    { auto: true },
  ],
})

/** Goes to a page and waits until its first islands answer. */
export async function open(page: Page, address: string): Promise<void> {
  await page.goto(address)
  await expect(page.locator('astro-island[ssr][client="load"]')).toHaveCount(0)
}

/** Scrolls to every island of a page in turn, as a reader would, until all of them answer. */
export async function wakeAll(page: Page): Promise<void> {
  const asleep = page.locator('astro-island[ssr]')
  // An island may wake by itself between two looks: a handle is taken only of what is still there.
  for (let [island] = await asleep.elementHandles(); island; [island] = await asleep.elementHandles()) {
    await island.scrollIntoViewIfNeeded()
    await page.waitForFunction(each => each instanceof Element && !each.hasAttribute('ssr'), island)
  }
}

function faultIn(message: ConsoleMessage): string[] {
  return message.type() === 'error' || /Content.Security.Policy/i.test(message.text())
    ? [`console: ${message.text()}`]
    : []
}

function below(address: string): string {
  return address.replace(/^\//, '')
}
