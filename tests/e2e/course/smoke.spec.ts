import { expect, test } from '@playwright/test'

test('home', async ({ page }) => {
  await page.goto(new URL('fr/', process.env['COURSE']).href)
  await expect(page.locator('h1')).toBeVisible()
})
