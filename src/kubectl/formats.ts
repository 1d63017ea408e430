export { printObjects } from './print-objects.ts'
export { sortObjects, sortRows } from './sort-by.ts'
