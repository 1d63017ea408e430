import { expect } from '@playwright/test'
import { lesson, test } from './course.ts'
import { words } from './words.ts'

test.use({ javaScriptEnabled: false })

for (const lang of ['fr', 'en'] as const) {
  test(`without script the prose, the questions and the transcripts are readable (${lang})`, async ({ page }) => {
    const say = words(lang)
    await page.goto(lesson(lang))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.locator('noscript > p')).toBeVisible()
    await expect(page.locator('noscript > p')).toHaveText(say('site.noscript'))
    for (const title of await page.locator('main section[id] > h2').all()) await expect(title).toBeVisible()
    const transcripts = await page.locator('main pre.term').all()
    expect(transcripts.length).toBeGreaterThan(4)
    for (const transcript of transcripts) {
      await expect(transcript).toBeVisible()
      await expect(transcript).not.toBeEmpty()
    }
    await expect(page.getByText('kube-proxy-6jsl2').first()).toBeVisible()
  })

  test(`without script nothing is offered that only script can do (${lang})`, async ({ page }) => {
    const say = words(lang)
    await page.goto(lesson(lang))
    for (const name of [say('site.theme.system'), say('site.foot.erase'), say('lesson.copy')]) {
      await expect(page.getByRole('button', { name })).toHaveCount(0)
    }
  })
}
