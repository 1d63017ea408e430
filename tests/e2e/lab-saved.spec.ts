import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { home, lab, test } from './course.ts'
import { enterLab, expectNoViolation, lockOn, type } from './lab-desk.ts'
import { words } from './words.ts'

const fr = words('fr')
const en = words('en')

const taint = (key: string): string => `kubectl taint nodes kind-worker ${key}=true:NoSchedule`

/** Taints a node, and waits until that is kept. */
async function keep(page: Page, lang: 'fr' | 'en', key: string): Promise<void> {
  await type(page, lang, taint(key))
  await expect(lockOn(page, `${key}=true`)).toBeVisible()
  await expect(page.locator('[data-kept=yes]')).toBeVisible()
}

/** Lets the lab's worker begin with some code of a test. */
async function inWorker(page: Page, code: string): Promise<void> {
  await page.route(/lab-worker[^/]*\.js/, async route => {
    const response = await route.fetch()
    await route.fulfill({ response, body: `${code};${await response.text()}` })
  })
}

test('two tabs each keep their own lab: both are reloaded, and undone, and the language is changed', async ({
  page,
  context,
}) => {
  await enterLab(page, 'en')
  await keep(page, 'en', 'one')
  // A new tab begins with what was kept last, and goes its own way.
  const other = await context.newPage()
  await enterLab(other, 'en')
  await expect(lockOn(other, 'one=true')).toBeVisible()
  await keep(other, 'en', 'two')
  await keep(page, 'en', 'three')
  await page.reload()
  await other.reload()
  await expect(lockOn(page, 'three=true')).toBeVisible()
  await expect(lockOn(page, 'two=true')).toHaveCount(0)
  await expect(lockOn(other, 'two=true')).toBeVisible()
  await expect(lockOn(other, 'three=true')).toHaveCount(0)

  await page.getByRole('button', { name: en('lab.head.undo'), exact: true }).click()
  await expect(lockOn(page, 'three=true')).toHaveCount(0)
  await expect(lockOn(page, 'one=true')).toBeVisible()
  await other.getByRole('button', { name: en('lab.head.undo'), exact: true }).click()
  await other.getByRole('button', { name: en('lab.head.undo'), exact: true }).click()
  await expect(lockOn(other, 'one=true')).toHaveCount(0)
  await expect(other.locator('[data-kept=yes]')).toBeVisible()

  await other.locator('a[data-lang=fr]').first().click()
  await expect(other.getByRole('button', { name: fr('lab.head.redo'), exact: true })).toBeVisible()
  await expect(other.locator('[data-kept=yes]')).toBeVisible()
  await expect(lockOn(other, 'one=true')).toHaveCount(0)
  await other.getByRole('button', { name: fr('lab.head.redo'), exact: true }).click()
  await expect(lockOn(other, 'one=true')).toBeVisible()
})

for (const lang of ['fr', 'en'] as const) {
  const t = words(lang)

  test(`it is said how things stand with saving, also where there is no room (${lang})`, async ({ page }) => {
    await inWorker(
      page,
      `const put = IDBObjectStore.prototype.put
      IDBObjectStore.prototype.put = function (...given) {
        if (given[0]?.state?.labels?.length === 2) throw new DOMException('no room', 'QuotaExceededError')
        return put.apply(this, given)
      }`,
    )
    await enterLab(page, lang)
    const head = page.locator('.lab-head')
    await expect(head).toContainText(t('lab.head.kept.nothing'))
    await keep(page, lang, 'one')
    await expect(head).toContainText(t('lab.head.kept.yes'))
    await type(page, lang, taint('two'))
    await expect(head.getByRole('status').filter({ hasText: t('lab.head.kept.full') })).toBeVisible()
    await expectNoViolation(page, '.lab-head')
    await keep(page, lang, 'three')
    await expect(head).toContainText(t('lab.head.kept.yes'))
  })

  test(`where the browser forbids to save, the lab works and says so (${lang})`, async ({ page }) => {
    await inWorker(page, `IDBFactory.prototype.open = () => { throw new DOMException('insecure', 'SecurityError') }`)
    await enterLab(page, lang)
    const said = page
      .locator('.lab-head')
      .getByRole('status')
      .filter({ hasText: t('lab.head.kept.forbidden') })
    await expect(said).toBeVisible()
    await type(page, lang, taint('one'))
    await expect(lockOn(page, 'one=true')).toBeVisible()
    await expect(said).toBeVisible()
  })
}

test('erasing forgets labs as well; another tab says so, and does not write its lab back by itself', async ({
  page,
  context,
}) => {
  await enterLab(page, 'en')
  await keep(page, 'en', 'one')
  const other = await context.newPage()
  await enterLab(other, 'fr')
  await keep(other, 'fr', 'two')

  await page.goto(home('en'))
  await page.getByRole('button', { name: en('site.foot.erase') }).click()
  await page.getByRole('button', { name: en('site.foot.confirm') }).click()
  const alert = other.getByRole('alert').filter({ hasText: fr('lab.keeping.erased') })
  await expect(alert).toBeVisible()
  await expect(page.getByRole('button', { name: en('site.foot.confirm') })).toBeHidden()
  await expectNoViolation(other, '.lab-head')
  await enterLab(page, 'en')
  await expect(lockOn(page, 'one=true')).toHaveCount(0)
  await expect(page.getByRole('button', { name: en('lab.head.undo'), exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )

  // What one does there stays there.
  await type(other, 'fr', taint('three'))
  await expect(lockOn(other, 'three=true')).toBeVisible()
  await expect(alert).toBeVisible()
  const fresh = await context.newPage()
  await enterLab(fresh, 'en')
  await expect(lockOn(fresh, 'two=true')).toHaveCount(0)
  await fresh.close()

  await other.getByRole('button', { name: fr('lab.keeping.again') }).click()
  await expect(alert).toHaveCount(0)
  await expect(other.locator('[data-kept=yes]')).toBeVisible()
  await other.reload()
  await expect(lockOn(other, 'three=true')).toBeVisible()
  await expect(lockOn(other, 'two=true')).toBeVisible()
})

test('erasing from the lab itself begins a new one', async ({ page }) => {
  await enterLab(page, 'en')
  await keep(page, 'en', 'one')
  await page.getByRole('button', { name: en('site.foot.erase') }).click()
  await page.getByRole('button', { name: en('site.foot.confirm') }).click()
  await expect(lockOn(page, 'one=true')).toHaveCount(0)
  await expect(page.locator('[data-kept=nothing]')).toBeVisible()
  await keep(page, 'en', 'two')
})

for (const how of ['damaged', 'of an older version'] as const) {
  test(`a kept lab that is ${how} is said to be, may be taken away as a file, and is replaced only at one’s wish`, async ({
    page,
  }) => {
    await enterLab(page, 'en')
    await keep(page, 'en', 'precious')
    await page.goto(home('en'))
    await page.evaluate(
      how =>
        new Promise<void>(resolve => {
          indexedDB.open('passepartout-lab').onsuccess = ({ target }) => {
            const database = (target as IDBOpenDBRequest).result
            const transaction = database.transaction('records', 'readwrite')
            const records = transaction.objectStore('records')
            records.getAll().onsuccess = event => {
              for (const record of (event.target as IDBRequest).result) {
                records.put(
                  how === 'damaged'
                    ? { ...record, state: { ...record.state, moments: [{}] } }
                    : { ...record, format: 0 },
                )
              }
            }
            transaction.oncomplete = () => {
              database.close()
              resolve()
            }
          }
        }),
      how,
    )
    await enterLab(page, 'en')
    const alert = page.getByRole('alert').filter({ hasText: en('lab.keeping.damaged') })
    await expect(alert).toBeVisible()
    await expect(page.locator('.lab-head')).toContainText(en('lab.head.kept.damaged'))
    await expectNoViolation(page, '.lab-head')
    await type(page, 'en', taint('new'))
    await expect(lockOn(page, 'new=true')).toBeVisible()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      alert.getByRole('button', { name: en('lab.keeping.salvage') }).click(),
    ])
    const saved = readFileSync(await download.path(), 'utf8')
    expect(saved).toContain('precious=true')
    // It is still there.
    await page.reload()
    await expect(alert).toBeVisible()
    await type(page, 'en', taint('new'))
    await alert.getByRole('button', { name: en('lab.keeping.anew') }).click()
    await expect(page.locator('[data-kept=yes]')).toBeVisible()
    await expect(alert).toHaveCount(0)
    await page.reload()
    await expect(lockOn(page, 'new=true')).toBeVisible()
    await expect(alert).toHaveCount(0)
    await expect(page).toHaveURL(new RegExp(`${lab('en')}$`))
  })
}
