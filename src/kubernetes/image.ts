const PATH = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?'
const HOST = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`
const TAG = '[\\w][\\w.-]{0,127}'
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}'
const IMAGE = new RegExp(`^((?:${HOST}/)?${PATH}(?:/${PATH})*)(?::(${TAG}))?(?:@(${DIGEST}))?$`)

/**
 * The tag of an image, `latest` if it has neither tag nor digest; `undefined` for a digest without a tag, and for what is
 * no image's name. (pkg/util/parsers `ParseImageName`, distribution `reference`)
 */
export function imageTag(image: string): string | undefined {
  const match = IMAGE.exec(image)
  if (!match || /^[a-f0-9]{64}$/.test(image)) return undefined
  const [, name = '', tag, digest] = match
  if (name.length > 255) return undefined
  return tag ?? (digest ? undefined : 'latest')
}
