import { Bench } from './lab-bench.ts'
import { browserDisk, whenErased } from './lab-disk.ts'
import type { LabMessage } from './lab-protocol.ts'
import { keeperOn } from './lab-storage.ts'

/* The lab's worker: the thread belongs to the engine, and nothing else runs on it. */

/** The cluster that this build has founded: named by this very file, so that what is kept of another build is not taken. */
const FOUNDED = `${import.meta.env.BASE_URL}lab/founded.json?${location.pathname.split('/').at(-1)}`

const { port1, port2 } = new MessageChannel()
const paused: (() => void)[] = []
port1.onmessage = () => paused.shift()?.()

const bench = new Bench({
  post: reply => postMessage(reply),
  keeper: keeperOn(browserDisk(), Date.now),
  founded: async () => (await fetch(FOUNDED, { cache: 'force-cache' })).json(),
  // A message to oneself comes after those that are there already. A timer would come four milliseconds later.
  pause: () => {
    return new Promise(resolve => {
      paused.push(resolve)
      port2.postMessage(undefined)
    })
  },
})

whenErased(() => bench.erased())
addEventListener('message', ({ data }: MessageEvent<LabMessage>) => bench.hear(data))
