/**
 * The source of a regular expression for a shell pattern (`*`, `?`, `[…]`, `\` before what stands for itself). `lazy`:
 * as little as possible. (Bash manual: Pattern Matching)
 */
export function globSource(pattern: string, lazy = false): string {
  return pattern.replace(
    /\\([\s\S])|\[([!^]?)(\]?[^\]]*)\]|([\s\S])/gu,
    (_, escaped?: string, not?: string, set?: string, one?: string) => {
      if (set) return `[${not ? '^' : ''}${set.replace(/\\(?![\]\\^-])|[[\]^]/g, '\\$&')}]`
      if (one === '*') return `[^]*${lazy ? '?' : ''}`
      if (one === '?') return '[^]'
      return (escaped ?? one ?? '').replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&')
    },
  )
}

/** Whether something in the pattern stands for more than itself. */
export function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern.replace(/\\[\s\S]/g, ''))
}

/** The regular expression of such a source; one that matches nothing if it is none (`[z-a]`). */
export function patternRegex(source: string, flags = ''): RegExp {
  try {
    return new RegExp(source, `${flags}u`)
  } catch {
    return /(?!)/
  }
}
