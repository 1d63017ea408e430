/** A text of `locales/` without its marks, for a name that is only spoken. */
export function plain(text: string): string {
  return text.replaceAll(/`|\*\*/g, '')
}
