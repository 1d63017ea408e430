import { expect, test } from 'vitest'
import { step } from '../../../src/cluster/step.ts'
import { GET } from '../../../src/pages/lab/founded.json.ts'
import { loaded, NotLoaded } from '../../../src/stores/engine-parts.ts'
import { beginning } from '../../../src/stores/lab-beginning.ts'
import { foundedMoment } from '../../../src/stores/lab-founded.ts'
import { savedMoment } from '../../../src/stores/lab-saved.ts'

test('what the build has founded is what would be founded here, and goes on like it', async () => {
  const built = await foundedMoment(() => GET().json())
  const own = beginning()
  expect(savedMoment(built)).toEqual(savedMoment(own))
  const [after, later] = [built, own].map(moment => step(moment.session().cluster, { type: 'wait', seconds: 400 }))
  expect(after?.cluster.now).toBe(later?.cluster.now)
  expect(after?.events).toEqual(later?.events)
})

test.each<[string, () => Promise<unknown>]>([
  ['cannot be had', () => Promise.reject(new Error('offline'))],
  ['is a page that says so', async () => '<html>'],
  ['is of another form', async () => ({ format: 2 })],
])('where the snapshot %s, the cluster is founded here', async (_, fetched) => {
  expect(savedMoment(await foundedMoment(fetched))).toEqual(savedMoment(beginning()))
})

test('a part that cannot be had is told from whatever else goes wrong', async () => {
  await expect(loaded(Promise.reject(new TypeError('Failed to fetch')))).rejects.toBeInstanceOf(NotLoaded)
  expect(await loaded(Promise.resolve(1))).toBe(1)
})
