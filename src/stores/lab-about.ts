import type { LabAbout } from './lab-shown.ts'
import type { LabVersion } from './lab-terms.ts'

/** The releases that stand for the versions one can choose. */
export const RELEASES: Readonly<Record<LabVersion, string>> = { 'v1.37': 'v1.37.2', 'v1.35': 'v1.35.4' }

/** How a lab begins for whoever comes for the first time. */
export const FIRST_ABOUT: LabAbout = {
  preset: 'kind',
  origin: 'preset',
  seed: 1,
  version: 'v1.37',
  release: RELEASES['v1.37'],
  gates: { TaintTolerationComparisonOperators: false },
}
