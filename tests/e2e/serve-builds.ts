import { BUILDS } from '../../scripts/course.ts'
import { serve } from '../../scripts/serve.ts'

/** Before all tests: serves both builds, and says where in the environment that the workers inherit. Ends with the tests. */
export default async function serveBuilds(): Promise<() => Promise<void>> {
  const root = await serve(BUILDS.root.folder, { base: BUILDS.root.base })
  const folder = await serve(BUILDS.folder.folder, { base: BUILDS.folder.base })
  process.env['COURSE'] = root.address
  process.env['COURSE_IN_FOLDER'] = folder.address
  return async () => {
    await root.close()
    await folder.close()
  }
}
