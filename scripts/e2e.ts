import { driveBrowser } from './browser.ts'
import { BUILDS, build } from './course.ts'

/*
 * npm run e2e -- [what playwright test understands]
 * Builds the course twice, at the root and under a folder, and drives a browser through both.
 */
const builds = []
for (const how of Object.values(BUILDS)) builds.push(await build(how))
const broken = builds.find(built => !built.ok)
if (broken) process.stdout.write(broken.output)
const driven = broken ?? (await driveBrowser(process.argv.slice(2)))
if (!driven.ok) process.exitCode = 1
