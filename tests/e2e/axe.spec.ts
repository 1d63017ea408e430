import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { builtPages, test, wakeAll } from './course.ts'

const WIDTHS = [390, 1440]

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    for (const address of builtPages().filter(page => page !== '')) {
      test(`axe finds nothing on ${address}`, async ({ page, watch }) => {
        if (address === '404.html') watch.expectError(/404/)
        await page.goto(address)
        await wakeAll(page)
        await expectNoViolation(page)
      })
    }

    test('axe finds nothing on the root, before it sends on', async ({ page, baseURL }) => {
      await page.route(baseURL ?? '', async route => {
        const response = await route.fetch()
        await route.fulfill({ response, body: (await response.text()).replace(/<script>.*?<\/script>/gs, '') })
      })
      await page.goto('')
      await expectNoViolation(page)
    })
  })
}

async function expectNoViolation(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => ({ id, target, failureSummary })),
    )
    expect(found, `${width} px`).toEqual([])
  }
}
