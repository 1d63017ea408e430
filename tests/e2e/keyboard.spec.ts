import { expect, type Page } from '@playwright/test'
import { home, lesson, open, test } from './course.ts'
import { QUESTIONS, rightFilling } from './questions.ts'
import { words } from './words.ts'

const en = words('en')
/** More stops than the lesson has: whoever needs more is caught somewhere. */
const MOST_STOPS = 600

/** What has the focus. */
interface Stop {
  readonly tag: string
  readonly type: string
  readonly name: string
  readonly value: string
  readonly checked: boolean
  readonly words: string
  readonly question: string
  readonly end: boolean
  /** Whether it shows, whole or in part, in the window and below the masthead. */
  readonly seen: boolean
}

test('the whole lesson is answered by keyboard alone, from its first stop to its last', async ({ page }) => {
  await page.goto(lesson('en'))
  const hidden: string[] = []
  const visited = new Set<string>()
  for (let stops = 0; ; stops++) {
    expect(stops, 'the focus never reaches the end of the page').toBeLessThan(MOST_STOPS)
    await page.keyboard.press('Tab')
    const stop = await focused(page)
    if (!stop.seen) hidden.push(`${stop.tag} ${stop.name} ${stop.words}`)
    if (stop.question) {
      await expect(page.locator('astro-island[ssr]', { has: page.locator(`#${stop.question}`) })).toHaveCount(0)
      visited.add(stop.question)
      await act(page, stop)
    }
    if (stop.end) break
  }
  expect(hidden).toEqual([])
  expect([...visited]).toHaveLength(QUESTIONS.length)
  await expect(page.locator('.question .grade[data-ok=yes]')).toHaveCount(QUESTIONS.length)
})

test('the first stop leads past the masthead', async ({ page }) => {
  await open(page, home('en'))
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: en('site.skip') })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('main')).toBeFocused()
})

test('every stop shows that it has the focus', async ({ page }) => {
  await open(page, home('en'))
  const bare: string[] = []
  for (let stops = 0; stops < 40; stops++) {
    await page.keyboard.press('Tab')
    const outlined = await page.evaluate(() => {
      const target = document.activeElement
      if (!target || target === document.body) return 'end'
      const drawn = [target, target.closest('label')].some(
        each => each && getComputedStyle(each).outlineStyle !== 'none',
      )
      return drawn ? '' : target.outerHTML.slice(0, 100)
    })
    if (outlined === 'end') break
    if (outlined) bare.push(outlined)
  }
  expect(bare).toEqual([])
})

/** Does at a stop what a learner would who knows the answer. */
async function act(page: Page, stop: Stop): Promise<void> {
  const question = QUESTIONS.find(({ id }) => `q-${id}` === stop.question)
  if (!question) throw new Error(`${stop.question} is no question of the lesson`)
  const filling = rightFilling(question)
  const graded = (await page.locator(`#${stop.question} .grade`).count()) > 0
  if (graded) return
  if (stop.tag === 'textarea' && 'text' in filling) await page.keyboard.insertText(filling.text)
  if ('choices' in filling && stop.type === 'checkbox') {
    if ((filling.choices[stop.name] === stop.value) !== stop.checked) await page.keyboard.press('Space')
  }
  if ('choices' in filling && stop.type === 'radio') {
    const wanted = filling.choices[stop.name]
    if (stop.value === wanted) await page.keyboard.press('Space')
    for (let turns = 0; turns < 12 && (await focused(page)).value !== wanted; turns++)
      await page.keyboard.press('ArrowDown')
  }
  if (stop.words === en('quiz.check')) {
    await page.keyboard.press('Enter')
    await expect(page.locator(`#${stop.question} .grade`)).toBeFocused()
  }
}

function focused(page: Page): Promise<Stop> {
  return page.evaluate(() => {
    const target = document.activeElement ?? document.body
    const { top, bottom } = (target.closest('label') ?? target).getBoundingClientRect()
    const masthead = document.querySelector('.mast')?.getBoundingClientRect().bottom ?? 0
    const covered = target.closest('.mast, .skip') ? 0 : masthead
    return {
      tag: target.localName,
      type: target.getAttribute('type') ?? '',
      name: target.getAttribute('name') ?? '',
      value: (target as HTMLInputElement).value ?? '',
      checked: (target as HTMLInputElement).checked ?? false,
      words: target.textContent?.trim() ?? '',
      question: target.closest('.question')?.id ?? '',
      end: target === document.body || target.matches('[data-erase]'),
      seen: bottom > covered && top < innerHeight,
    }
  })
}
