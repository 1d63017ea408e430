import type { Browser, Page } from '@playwright/test'

const PHONE = { width: 412, height: 915 }
/** A slow phone on a slow network: 1.6 Mbit/s, 150 ms there and back, a processor four times slower. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 }
const SLOWDOWN = 4

/** Whatever else the machine does can only slow a load: of so many rounds of loads the one with the best median counts. */
export const LOADS = 5
export const ROUNDS = 3

/** A page with nothing in its cache. It slows its own thread; a worker's runs at the machine's speed. */
export async function slowPhone(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', NETWORK)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN })
  return page
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The median of some milliseconds, and all of them. */
export function show(values: readonly number[]): string {
  return `${median(values).toFixed(0)} ms (${values.map(value => value.toFixed(0)).join(', ')})`
}
