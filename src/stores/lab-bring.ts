import { importCluster, openPayload } from './lab.ts'
import type { ImportAnswer, LabDone } from './lab-protocol.ts'

/** What came of a text or file that somebody brought: a cluster, or a lab as it was shared. */
export type Brought =
  | { readonly as: 'cluster'; readonly answer: ImportAnswer }
  | { readonly as: 'lab'; readonly answer: LabDone }

/** How much of a text says what it is, in characters. */
const HEAD = 2000

/** Takes in what somebody pasted, chose or dropped: what kubectl printed, or a link or file of the lab. Never rejects. */
export async function bringIn(source: string | Blob): Promise<Brought> {
  try {
    const head = typeof source === 'string' ? source.slice(0, HEAD) : await source.slice(0, HEAD).text()
    if (!isShared(head)) return { as: 'cluster', answer: await importCluster(source) }
    const payload = typeof source === 'string' ? source : await source.text()
    return { as: 'lab', answer: await openPayload(payload) }
  } catch {
    // A folder was dropped, or the file has changed since it was chosen.
    return { as: 'cluster', answer: { ok: false, issue: { code: 'file-unread' } } }
  }
}

/** Whether a text that begins like this is a link, an address or a file of the lab, whole or damaged. */
export function isShared(head: string): boolean {
  return /^\s*(?:\S*#s=|[0-9]{1,4}\.[A-Za-z0-9_-]*\s*$|\{\s*"format"\s*:)/.test(head)
}
