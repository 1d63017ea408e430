import { expect, test } from 'vitest'
import { addressOf, type Page } from '../../../src/i18n/routes.ts'

const lesson: Page = { page: 'lesson', lesson: 'kube-proxy' }

test.each([
  [lesson, 'fr', '/', '/fr/lecons/kube-proxy/'],
  [lesson, 'en', '/', '/en/lessons/kube-proxy/'],
  [lesson, 'fr', '/course/', '/course/fr/lecons/kube-proxy/'],
  [lesson, 'fr', '/course', '/course/fr/lecons/kube-proxy/'],
  [{ page: 'lab' }, 'fr', '/', '/fr/labo/'],
  [{ page: 'lab' }, 'en', '/course/', '/course/en/lab/'],
  [{ page: 'home' }, 'en', '/course/', '/course/en/'],
] as const)('%o in %s below %s', (page, lang, base, address) => {
  expect(addressOf(page, lang, base)).toBe(address)
})
