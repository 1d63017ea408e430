import type { Browser, Page } from '@playwright/test'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  readonly args: { readonly name?: string }
  /** How long a task took, in thousandths of a millisecond: by the clock, and of the processor. */
  readonly dur?: number
  readonly tdur?: number
}

/**
 * The longest tasks of a page's main thread while `act` is under way, in milliseconds of processor time, the longest first:
 * what else the machine has to do does not count, as it would with `longtask` entries, which go by the clock.
 */
export async function mainThreadTasks(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<readonly number[]> {
  await browser.startTracing(page, { categories: ['toplevel'] })
  await act()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[]
  }
  const place = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`
  const mains = new Set(traceEvents.filter(({ args }) => args.name === 'CrRendererMain').map(place))
  const tasks = traceEvents.filter(event => event.ph === 'X' && event.tdur !== undefined && mains.has(place(event)))
  if (tasks.length === 0) throw new Error('the trace holds no task of a main thread')
  return tasks.map(({ tdur = 0 }) => tdur / 1000).toSorted((a, b) => b - a)
}
