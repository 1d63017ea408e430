const NAMED: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
}

/** What `$'…'`, `echo -e` and `printf` make of backslashes. An escape that means nothing stays as it is. */
export function unescapeText(text: string): string {
  return text.replace(
    /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{1,4})|(0[0-7]{0,3}|[1-7][0-7]{0,2})|([\s\S]))/g,
    (all, hex?: string, unicode?: string, octal?: string, letter?: string) => {
      if (hex ?? unicode) return String.fromCharCode(Number.parseInt(hex ?? unicode ?? '', 16))
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      return (letter && NAMED[letter]) || all
    },
  )
}
