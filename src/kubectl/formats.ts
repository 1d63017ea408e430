export { printObjects } from './print-objects.ts'
export { sortObjects } from './sort-by.ts'
