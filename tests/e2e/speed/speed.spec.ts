import { type Browser, expect, type Page } from '@playwright/test'
import { home, lesson, test, wakeAll } from '../course.ts'
import { LOADS, median, ROUNDS, show, slowPhone } from '../slow-phone.ts'
import { words } from '../words.ts'

/** In milliseconds: when the text is there, from the start of the navigation; how long a task may last. */
const LIMITS = { text: 600, task: 50 }

/** What the page itself saw of a load. */
interface Seen {
  /** When the first text was painted, and the largest, in milliseconds from the start of the navigation. */
  readonly first: number
  readonly largest: number
  /** How long each task of 50 ms and more held the main thread, in milliseconds. */
  readonly tasks: readonly number[]
  /** How far what was there has moved (Layout Instability). */
  readonly shifts: readonly { readonly value: number; readonly sources: readonly string[] }[]
}

declare global {
  interface Window {
    seen: { first: number; largest: number; tasks: number[]; shifts: { value: number; sources: string[] }[] }
  }
}

test('the lesson is there at once on a slow phone, and never holds its reader up', async ({ browser, baseURL }) => {
  test.setTimeout(180_000)
  // Whatever else the machine does can only slow a load: of three rounds the best counts.
  let best = { text: Number.POSITIVE_INFINITY, task: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS && !meets(best); round++) {
    const loads: Seen[] = []
    for (let load = 0; load < LOADS; load++) loads.push(await loadSlowly(browser, `${baseURL}${lesson('fr')}`))
    const longest = loads.map(({ tasks }) => Math.max(0, ...tasks))
    console.log(
      `first text ${show(loads.map(({ first }) => first))}, largest ${show(loads.map(({ largest }) => largest))}`,
    )
    console.log(`longest task ${show(longest)}; 0 ms: none of 50 ms`)
    const text = median(loads.map(({ largest }) => largest))
    best = { text: Math.min(best.text, text), task: Math.min(best.task, median(longest)) }
  }
  expect(best.text).toBeLessThanOrEqual(LIMITS.text)
  expect(best.task).toBeLessThan(LIMITS.task)
})

for (const width of [390, 1440]) {
  test(`nothing moves by itself while the lesson loads and is scrolled through (${width} px)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await watchLoad(page)
    await page.goto(lesson('fr'))
    await wakeAll(page)
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }))
    await expect(page.getByRole('contentinfo')).toBeInViewport()
    expect(await page.evaluate(() => window.seen.shifts)).toEqual([])
  })

  test(`nor on the home page, for who comes and for who comes back (${width} px)`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 })
    await watchLoad(page)
    await page.goto(home('fr'))
    await wakeAll(page)
    expect(await page.evaluate(() => window.seen.shifts), 'comes').toEqual([])
    await page.locator('.hook input').last().check()
    await page.goto(`${lesson('fr')}#key`)
    await expect(page.locator('[data-rail] a[aria-current]')).toHaveAttribute('href', '#key')
    await page.goto(home('fr'))
    await wakeAll(page)
    await expect(page.getByRole('link', { name: words('fr')('app.resume.continue') })).toBeVisible()
    expect(await page.evaluate(() => window.seen.shifts), 'comes back').toEqual([])
  })
}

function meets({ text, task }: { text: number; task: number }): boolean {
  return text <= LIMITS.text && task < LIMITS.task
}

/** One cold load on the slow phone, its islands in view awake. */
async function loadSlowly(browser: Browser, url: string): Promise<Seen> {
  const page = await slowPhone(browser)
  await watchLoad(page)
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForFunction(() => window.seen.first > 0 && window.seen.largest > 0)
  const seen = await page.evaluate(() => window.seen)
  await page.context().close()
  return seen
}

/** Has the page note, from its very start, what `Seen` says. */
async function watchLoad(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.seen = { first: 0, largest: 0, tasks: [], shifts: [] }
    const { seen } = window
    const watch = (type: string, note: (entry: PerformanceEntry) => void): void =>
      new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ type, buffered: true })
    watch('paint', ({ name, startTime }) => {
      if (name === 'first-contentful-paint') seen.first = startTime
    })
    watch('largest-contentful-paint', ({ startTime }) => {
      seen.largest = startTime
    })
    watch('longtask', ({ duration }) => seen.tasks.push(duration))
    watch('layout-shift', entry => {
      const { value, sources } = entry as PerformanceEntry & { value: number; sources: { node?: Node }[] }
      seen.shifts.push({
        value,
        sources: sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 120) : '')),
      })
    })
  })
}
