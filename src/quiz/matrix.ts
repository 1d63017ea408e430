import { tolerates } from '../scheduling/toleration.ts'
import type { Choice } from './choice.ts'
import { whyOpen } from './door.ts'
import { whyFieldsDiffer } from './field.ts'
import type { MatrixQuestion } from './question.ts'

/** Which toleration tolerates which taint: an item for each cell, named by its row (a taint) and its column. Unticked is no. */
export function fillMatrix({ taints, tolerations }: MatrixQuestion): Choice {
  const cells = taints.flatMap((taint, row) =>
    tolerations.map((toleration, column) => ({ item: cellName(row, column), taint, toleration })),
  )
  return {
    items: cells.map(({ item }) => ({ item, options: ['yes', 'no'], otherwise: 'no' })),
    solve: rules =>
      Object.fromEntries(
        cells.map(({ item, taint, toleration }) => [item, rules.match(toleration, taint).tolerates ? 'yes' : 'no']),
      ),
    explain: item => {
      const cell = cells.find(candidate => candidate.item === item)
      if (!cell) throw new Error(`no cell ${item}`)
      const { taint, toleration } = cell
      if (tolerates(toleration, taint)) return { why: [whyOpen(taint, toleration)] }
      return { why: whyFieldsDiffer(toleration, taint) }
    },
  }
}

/** The name of a cell: row and column, from 0. */
function cellName(row: number, column: number): string {
  return `${row}.${column}`
}
