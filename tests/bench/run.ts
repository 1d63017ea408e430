import { clusterFigures } from './cluster.ts'
import { commandFigures } from './commands.ts'
import { labFigures } from './lab.ts'
import { calibration } from './measure.ts'
import { schedulingFigures } from './scheduling.ts'

/*
 * npm run bench
 * Figures of speed and memory, with the machine's own calibration before them. Nothing is tested here.
 */
console.log(calibration())
for (const figure of schedulingFigures()) console.log(figure)
for (const figure of clusterFigures()) console.log(figure)
for (const figure of commandFigures()) console.log(figure)
for await (const figure of labFigures()) console.log(figure)
