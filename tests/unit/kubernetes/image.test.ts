import { expect, test } from 'vitest'
import { imageTag } from '../../../src/kubernetes/image.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`

test.each<[string, string | undefined]>([
  ['nginx', 'latest'],
  ['nginx:1.27', '1.27'],
  ['nginx:latest', 'latest'],
  ['library/nginx', 'latest'],
  ['docker.io/library/nginx:1', '1'],
  ['registry.k8s.io/pause:3.10', '3.10'],
  ['localhost:5000/app', 'latest'],
  ['localhost/App', undefined],
  ['my-host:5000/app:v1', 'v1'],
  ['[::1]:5000/app', 'latest'],
  ['MyHost/app', 'latest'],
  [`nginx@${DIGEST}`, undefined],
  [`nginx:1.27@${DIGEST}`, '1.27'],
  [`nginx:latest@${DIGEST}`, 'latest'],
  ['nginx@sha256:abc', undefined],
  ['Nginx', undefined],
  ['docker.io/Nginx', undefined],
  ['', undefined],
  [' nginx', undefined],
  ['nginx ', undefined],
  ['nginx:', undefined],
  ['nginx:a b', undefined],
  [`nginx:${'t'.repeat(128)}`, 't'.repeat(128)],
  [`nginx:${'t'.repeat(129)}`, undefined],
  ['a__b', 'latest'],
  ['a___b', undefined],
  ['a--b.c', 'latest'],
  ['a..b', undefined],
  ['-a', undefined],
  ['a/', undefined],
  ['a'.repeat(255), 'latest'],
  ['a'.repeat(256), undefined],
  ['b'.repeat(64), undefined],
  ['g'.repeat(64), 'latest'],
])('%s has the tag %s', (image, tag) => {
  expect(imageTag(image)).toBe(tag)
})
