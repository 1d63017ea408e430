import type { Lang } from '../i18n/lang.ts'
import { addressOf } from '../i18n/routes.ts'
import { lessonPayload } from '../stores/lab-lesson.ts'

/** The address of the lab with a section's state in it, at build time; `base` is the site's path. */
export async function tryItAddress(
  cluster: string,
  lang: Lang,
  base: string,
  section: Parameters<typeof lessonPayload>[1],
): Promise<string> {
  return `${addressOf({ page: 'lab' }, lang, base)}#s=${await lessonPayload(cluster, section)}`
}
