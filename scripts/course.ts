import { type Ending, runNode } from './tool.ts'

/** Where `npm run build` writes, and where the tests write the same course built to stand under a folder. */
export const BUILDS = {
  root: { folder: 'dist', base: '/' },
  folder: { folder: 'reports/course', base: '/course/' },
} as const

/** Builds the course into dist/, as SITE and BASE_PATH say, or as one of `BUILDS` asks. */
export function build(how?: (typeof BUILDS)[keyof typeof BUILDS]): Promise<Ending> {
  return how
    ? runNode(['scripts/astro.ts', 'build', '--outDir', how.folder], { env: { BASE_PATH: how.base, SITE: '' } })
    : runNode(['scripts/astro.ts', 'build'], { shown: true })
}
