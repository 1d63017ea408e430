/** A text as one word of a shell: as it is where nothing in it is special, else between single quotes. */
export function shellWord(text: string): string {
  return /^[\w./:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}
