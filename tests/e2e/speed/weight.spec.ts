import { expect, type Page, type Request } from '@playwright/test'
import { lab, lesson, test, wakeAll } from '../course.ts'
import { questionOn } from '../questions.ts'
import { words } from '../words.ts'

const PHONE = { width: 412, height: 915 }
/** In bytes on the wire, compressed, headers apart. */
const LIMITS = { all: 55_000, script: 38_000, yaml: 35_000, lab: 120_000, worker: 60_000 }
/** What the lab's worker begins with: its entry, what that imports, and the cluster that the build has founded. */
const WORKER = /\/(lab-worker-|core-|founded\.json)/
/** What reads YAML, and whatever only that needs. */
const READER = /\/written\./

interface Answer {
  readonly path: string
  readonly type: string
  readonly bytes: number
}

test.use({ viewport: PHONE })

for (const lang of ['fr', 'en'] as const) {
  test(`the lesson weighs what was agreed, cold and not scrolled (${lang})`, async ({ page }) => {
    const answers = await answersWhile(page, async () => {
      await page.goto(lesson(lang), { waitUntil: 'networkidle' })
    })
    const all = sum(answers)
    const script = sum(answers.filter(({ type }) => type === 'script'))

    console.log(table(answers))
    console.log(`lesson, ${lang}, not scrolled: ${all} bytes in all, ${script} of script`)
    expect(all).toBeLessThanOrEqual(LIMITS.all)
    expect(script).toBeLessThanOrEqual(LIMITS.script)
    expect(answers.filter(({ path }) => READER.test(path))).toEqual([])
  })
}

for (const lang of ['fr', 'en'] as const) {
  test(`the lab weighs what was agreed, cold, with its worker (${lang})`, async ({ page }) => {
    const field = page.getByRole('textbox', { name: words(lang)('lab.terminal.field') })
    const answers = await answersWhile(page, async () => {
      await page.goto(lab(lang), { waitUntil: 'networkidle' })
      await expect(page.getByRole('heading', { level: 3, name: 'kind-control-plane' })).toBeVisible()
      await field.fill('kubectl get nodes -o wide')
      await field.press('Enter')
      await expect(page.locator('#term')).toContainText('containerd://')
    })
    const all = sum(answers)
    const worker = sum(answers.filter(({ path }) => WORKER.test(path)))

    console.log(table(answers))
    console.log(`lab, ${lang}, cold: ${all} bytes in all, ${worker} of its worker`)
    expect(answers.filter(({ path }) => WORKER.test(path))).toHaveLength(3)
    expect(all).toBeLessThanOrEqual(LIMITS.lab)
    expect(worker).toBeLessThanOrEqual(LIMITS.worker)
  })
}

test('what reads YAML comes apart, once a question that needs it is near', async ({ page }) => {
  const before = await answersWhile(page, async () => {
    await page.goto(lesson('en'))
    await questionOn(page, 'matrix-masters')
    await page.waitForLoadState('networkidle')
  })
  expect(before.filter(({ path }) => READER.test(path))).toEqual([])

  const after = await answersWhile(page, async () => {
    await questionOn(page, 'write-agent')
    await wakeAll(page)
    await page.waitForLoadState('networkidle')
  })
  const reader = sum(after.filter(({ path }) => READER.test(path)))
  const rest = sum([...before, ...after].filter(({ path, type }) => type === 'script' && !READER.test(path)))
  console.log(`lesson, en, scrolled through: ${rest} bytes of script, and ${reader} of what reads YAML`)
  expect(reader).toBeGreaterThan(0)
  expect(reader).toBeLessThanOrEqual(LIMITS.yaml)
})

async function answersWhile(page: Page, action: () => Promise<void>): Promise<Answer[]> {
  const answers: Promise<Answer>[] = []
  const weigh = (request: Request): void => {
    const path = new URL(request.url()).pathname
    const type = request.resourceType()
    answers.push(bytesOf(request).then(bytes => ({ path, type, bytes })))
  }
  page.context().on('requestfinished', weigh)
  await action()
  page.context().off('requestfinished', weigh)
  // What the page has fetched ahead is asked for again where it is used, and comes from the cache. (lab-speed.spec.ts)
  const once = new Map<string, Answer>()
  for (const answer of await Promise.all(answers)) {
    if (answer.bytes > (once.get(answer.path)?.bytes ?? -1)) once.set(answer.path, answer)
  }
  return [...once.values()]
}

/** What an answer brought. Of a worker's own script the browser counts nothing: the server says how long it is. */
async function bytesOf(request: Request): Promise<number> {
  const { responseBodySize } = await request.sizes()
  const length = await (await request.response())?.headerValue('content-length')
  return responseBodySize || Number(length ?? 0)
}

function sum(answers: readonly Answer[]): number {
  return answers.reduce((total, { bytes }) => total + bytes, 0)
}

function table(answers: readonly Answer[]): string {
  return answers
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ path, type, bytes }) => `${String(bytes).padStart(7)}  ${type.padEnd(10)}  ${path}`)
    .join('\n')
}
