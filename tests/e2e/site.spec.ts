import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { LANGS } from '../../src/i18n/lang.ts'
import { builtPages, fileOf, home, lab, lesson, open, test, wakeAll } from './course.ts'
import { words } from './words.ts'

test.describe('the root', { tag: '@folder' }, () => {
  test('goes to the language that the browser asks for first', async ({ browser, baseURL }) => {
    for (const [locale, lang] of [
      ['fr-CA', 'fr'],
      ['en-GB', 'en'],
      ['ja-JP', 'fr'],
    ] as const) {
      const context = await browser.newContext({ locale, ...(baseURL ? { baseURL } : {}) })
      const page = await context.newPage()
      await page.goto('')
      await expect(page, locale).toHaveURL(`${baseURL}${home(lang)}`)
      await context.close()
    }
  })

  test('goes to the language read last, whatever the browser asks for', async ({ page, baseURL }) => {
    await open(page, lesson('fr'))
    await page.goto('')
    await expect(page).toHaveURL(`${baseURL}${home('fr')}`)
  })
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the root shows a link to the course in each language', { tag: '@folder' }, async ({ page, baseURL }) => {
    await page.goto('')
    for (const lang of LANGS) {
      await expect(page.getByRole('link', { name: words(lang)('site.root.enter') })).toHaveAttribute('hreflang', lang)
    }
    await page.getByRole('link', { name: words('en')('site.root.enter') }).click()
    await expect(page).toHaveURL(`${baseURL}${home('en')}`)
  })
})

test('an address that leads nowhere is answered in both languages', { tag: '@folder' }, async ({
  page,
  watch,
  baseURL,
}) => {
  watch.expectError(/404 \(Not Found\)/)
  const response = await page.goto('fr/lecons/nowhere/')
  expect(response?.status()).toBe(404)
  for (const lang of LANGS) {
    const section = page.locator(`section[lang=${lang}]`)
    await expect(section.getByRole('heading', { name: words(lang)('site.lost.heading') })).toBeVisible()
    await expect(section.getByRole('link', { name: words(lang)('site.lost.home') })).toBeVisible()
  }
  await page.getByRole('link', { name: words('en')('site.lost.home') }).click()
  await expect(page).toHaveURL(`${baseURL}${home('en')}`)
})

test.describe('every page', () => {
  const texts = new Map(builtPages().map(page => [page, readFileSync(fileOf(page), 'utf8')]))

  test('has a language, a title, a description and an icon', async () => {
    for (const [page, html] of texts) {
      expect(html, page).toMatch(/<html lang="(?:fr|en)"/)
      expect(html, page).toMatch(/<title>[^<]+<\/title>/)
      expect(html, page).toMatch(/<meta name="description" content="[^"]{40,}"/)
      expect(html, page).toMatch(/<link rel="icon" href="[^"]+"/)
    }
    const titles = [...texts].map(([, html]) => /<title>([^<]+)/.exec(html)?.[1])
    expect(new Set(titles).size).toBe(titles.length)
  })

  test('names itself and its other language', async () => {
    for (const lang of LANGS) {
      for (const address of [home, lesson, lab]) {
        const html = texts.get(address(lang)) ?? ''
        const link = (rel: string): string | undefined =>
          new RegExp(`<link rel="${rel}" href="[^"]*?/((?:fr|en)/[^"]*)"`).exec(html)?.[1]
        expect(html).toContain(`<html lang="${lang}"`)
        expect(link('canonical')).toBe(address(lang))
        for (const other of LANGS) expect(link(`alternate" hreflang="${other}`)).toBe(address(other))
        expect(link('alternate" hreflang="x-default')).toBe(address('fr'))
      }
    }
  })

  test('links only to what is there', async ({ request, baseURL }) => {
    const broken: string[] = []
    for (const [page, html] of texts) {
      for (const [, href = ''] of html.matchAll(/\s(?:href|src|component-url|renderer-url)="([^"]+)"/g)) {
        const url = new URL(href.replaceAll('&amp;', '&'), new URL(page, baseURL))
        if (url.origin !== new URL(baseURL ?? '').origin || url.port === '4321') continue
        const answer = await request.get(url.href)
        // A link to the lab carries a whole lab behind its #.
        const target = url.hash.startsWith('#s=') ? '' : url.hash.slice(1)
        if (!answer.ok() || (target && !(await answer.text()).includes(`id="${target}"`)))
          broken.push(`${page}: ${href}`)
      }
    }
    expect(broken).toEqual([])
  })

  test('has a strict content policy', async () => {
    for (const [page, html] of texts) {
      const policy = /http-equiv="content-security-policy" content="([^"]+)"/.exec(html)?.[1] ?? ''
      expect(policy, page).toContain("default-src 'none'")
      expect(policy, page).toContain("script-src 'self'")
      expect(policy, page).not.toMatch(/unsafe-|https?:|\*|data:|blob:/)
      expect(html, page).not.toMatch(/\sstyle="|\son\w+="/)
    }
  })

  for (const page of texts.keys()) {
    test(`${page || 'the root'} loads without a fault`, async ({ page: tab, watch }) => {
      if (page === '404.html') watch.expectError(/404/)
      await tab.goto(page)
      await wakeAll(tab)
      await expect(tab.locator('main')).toBeVisible()
    })
  }
})

test('no part of a worker imports its entry, which WebKit would run once more', () => {
  const folder = fileOf('_astro')
  const scripts = new Map(
    readdirSync(folder)
      .filter(name => name.endsWith('.js'))
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  )
  const imported = new Set(
    [...scripts.values()].flatMap(text =>
      [...text.matchAll(/(?:from|import\(?)\s*["'`]\.\/([^"'`]+)["'`]/g)].map(([, name = '']) => name),
    ),
  )
  const entries = [...scripts.keys()].filter(name => /-worker-/.test(name))
  expect(entries).not.toEqual([])
  expect(imported.size).toBeGreaterThan(20)
  for (const entry of entries) expect(imported).not.toContain(entry)
})
