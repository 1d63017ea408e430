import { expect, type Page } from '@playwright/test'
import { builtPages, home, lesson, open, test, wakeAll } from './course.ts'
import { words } from './words.ts'

const THEME_KEY = 'passepartout:theme'
const fr = words('fr')

test.describe('the theme', () => {
  test('follows the system until one is chosen, then keeps to it', async ({ page }) => {
    await page.emulateMedia({ colorScheme: 'dark' })
    await open(page, home('fr'))
    const dark = await ground(page)
    await page.emulateMedia({ colorScheme: 'light' })
    const light = await ground(page)
    expect(light).not.toBe(dark)

    await page.getByRole('button', { name: fr('site.theme.system') }).click()
    await page.getByRole('button', { name: fr('site.theme.light') }).click()
    await expect(page.getByRole('button', { name: fr('site.theme.dark') })).toBeVisible()
    expect(await ground(page)).toBe(dark)

    await page.goto(lesson('fr'))
    await expect(page.getByRole('button', { name: fr('site.theme.dark') })).toBeVisible()
    expect(await ground(page)).toBe(dark)
    await page.getByRole('button', { name: fr('site.theme.dark') }).click()
    expect(await ground(page)).toBe(light)
  })

  test('is there before anything is painted', async ({ page }) => {
    await page.addInitScript(key => localStorage.setItem(key, 'dark'), THEME_KEY)
    // The page stops where its body begins: by then the choice must have been made.
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return
        observer.disconnect()
        document.documentElement.dataset['themeAtBody'] = document.documentElement.dataset['theme'] ?? ''
      }).observe(document, { childList: true, subtree: true })
    })
    await page.goto(lesson('fr'))
    await expect(page.locator('html')).toHaveAttribute('data-theme-at-body', 'dark')
  })
})

test.describe('on a narrow phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

  for (const address of builtPages().filter(page => page !== '')) {
    test(`nothing of ${address} is wider than the screen`, async ({ page, watch }) => {
      if (address === '404.html') watch.expectError(/404/)
      await page.goto(address)
      await wakeAll(page)
      expect(await overflow(page)).toEqual([])
    })
  }

  test('at 320 px, or 1280 px at 400 %, neither', async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    for (const lang of ['fr', 'en'] as const) {
      await page.goto(lesson(lang))
      await wakeAll(page)
      expect(await overflow(page)).toEqual([])
    }
  })
})

test('nothing moves for someone who asked for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  for (const address of [home('fr'), lesson('fr')]) {
    await page.goto(address)
    await wakeAll(page)
    const moving = await page.evaluate(() => {
      const all = [...document.querySelectorAll('*')].map(element => getComputedStyle(element))
      const seconds = (list: string): number => Math.max(...list.split(',').map(each => Number.parseFloat(each)))
      return all.filter(
        style =>
          seconds(style.transitionDuration) > 0 ||
          seconds(style.animationDuration) > 0 ||
          style.scrollBehavior === 'smooth',
      ).length
    })
    expect(moving, address).toBe(0)
  }
})

test.describe('in forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } })

  test('doors, locks and verdicts are still told apart without their colours', async ({ page }) => {
    await open(page, home('fr'))
    const drawn = await page.locator('.room').evaluateAll(rooms =>
      rooms.map(room => ({
        door: room.querySelector('.door use')?.getAttribute('href'),
        border: [...room.querySelectorAll('.taint')].map(taint => getComputedStyle(taint).borderTopStyle),
        words: room.querySelector('.verdict')?.textContent !== '',
      })),
    )
    expect(drawn.length).toBeGreaterThan(0)
    for (const { door, words } of drawn) {
      expect(door).toMatch(/^#door-/)
      expect(words).toBe(true)
    }
    expect(drawn.flatMap(({ border }) => border).every(style => style !== 'none')).toBe(true)
    expect(new Set(drawn.map(({ door }) => door)).size).toBeGreaterThan(1)
  })
})

function ground(page: Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor)
}

/** What sticks out to the right of a page that scrolls sideways, itself or in a region that does not scroll. */
function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const scrolls = (element: Element): boolean =>
      element.matches('main *') &&
      (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement ?? element))
    return [...document.querySelectorAll('main *')]
      .filter(element => element.getBoundingClientRect().right > clientWidth + 0.5)
      .filter(element => element.parentElement && !scrolls(element.parentElement))
      .map(element => element.outerHTML.slice(0, 160))
  })
}
