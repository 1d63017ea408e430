import { Bench } from './lab-bench.ts'
import { browserDisk } from './lab-disk.ts'
import type { LabMessage } from './lab-protocol.ts'
import { keeperOn } from './lab-storage.ts'

/* The lab's worker: the thread belongs to the engine, and nothing else runs on it. */

const bench = new Bench({
  post: reply => postMessage(reply),
  keeper: keeperOn(browserDisk(), Date.now),
  pause: () => new Promise(resolve => setTimeout(resolve)),
})

addEventListener('message', ({ data }: MessageEvent<LabMessage>) => bench.hear(data))
