import { at, type NodeTable } from './node-table.ts'
import type { PodInfo } from './pod-info.ts'

/** So many questions are kept; pods of one template ask the same. */
const KEPT_TALLIES = 64

/**
 * For each row how many of its pods `means` is true of. The counts are kept under `question`, and when it is asked again
 * only rows where pods came or went are counted anew. The caller must not change them.
 */
export function tally(table: NodeTable, question: string, means: (info: PodInfo) => boolean): Int32Array {
  const { tallies, changes, pods } = table
  const count = (row: number) => {
    let sum = 0
    for (const info of at(pods, row)) if (means(info)) sum += 1
    return sum
  }
  const known = tallies.get(question)
  const kept = known ?? { counts: Int32Array.from(pods, (_, row) => count(row)), read: changes.length }
  const { counts } = kept
  for (const row of new Set(changes.slice(kept.read))) counts[row] = count(row)
  kept.read = changes.length
  // The least recently asked comes first and goes first.
  tallies.delete(question)
  tallies.set(question, kept)
  if (tallies.size > KEPT_TALLIES) tallies.delete([...tallies.keys()][0] ?? '')
  return counts
}
