import { build } from './course.ts'
import { serve } from './serve.ts'

/*
 * npm start
 * Builds the course and serves it on this machine until it is interrupted. SITE and BASE_PATH count as in npm run build.
 */
const built = await build()
if (built.ok) {
  const { address } = await serve('dist', { base: process.env['BASE_PATH'] || '/', port: 4321 })
  console.log(`\nPassepartout: ${address}\nCtrl+C stops it.`)
} else {
  process.exitCode = 1
}
