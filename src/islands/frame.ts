import { eraseStorage, storageKey, storageWorks, writeStored } from '../stores/storage.ts'
import { keepPlace, restorePlace } from './place.ts'

/*
 * What every page does beside its islands: the theme, the language and the place in it, copying, forgetting.
 * Plain DOM: it must be there at once, and weigh next to nothing.
 */

const THEMES = ['system', 'light', 'dark'] as const
type Theme = (typeof THEMES)[number]

const root = document.documentElement
writeStored(storageKey('lang'), root.lang)
setUpTheme()
setUpLanguages()
setUpCopying()
setUpErasing()

function setUpTheme(): void {
  const button = document.querySelector<HTMLButtonElement>('[data-theme-button]')
  if (!button) return
  const current = (): Theme => THEMES.find(theme => theme === root.dataset['theme']) ?? 'system'
  const show = (theme: Theme): void => {
    if (theme === 'system') delete root.dataset['theme']
    else root.dataset['theme'] = theme
    button.setAttribute('aria-label', button.dataset[theme] ?? '')
  }
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length] ?? 'system'
    writeStored(storageKey('theme'), next)
    show(next)
  })
  show(current())
  button.hidden = false
}

/** The other language opens at the same block, at the same height. */
function setUpLanguages(): void {
  restorePlace()
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-lang]')) {
    link.addEventListener('click', keepPlace)
  }
}

/** `data-copy="text"` on a button: copies, and says so in the words of `data-copied`. */
function setUpCopying(): void {
  document.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element && target.closest<HTMLButtonElement>('button[data-copy]')
    if (!button) return
    const label = button.querySelector('[data-label]')
    if (!label) return
    await navigator.clipboard.writeText(button.dataset['copy'] ?? '')
    const before = label.textContent
    label.textContent = button.dataset['copied'] ?? before
    setTimeout(() => {
      label.textContent = before
    }, 2000)
  })
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) button.hidden = false
}

function setUpErasing(): void {
  const dialog = document.querySelector<HTMLDialogElement>('[data-erase-dialog]')
  const button = document.querySelector<HTMLButtonElement>('[data-erase]')
  const unsaved = document.querySelector<HTMLElement>('[data-unsaved]')
  if (unsaved) unsaved.hidden = storageWorks()
  if (!dialog || !button) return
  button.addEventListener('click', () => dialog.showModal())
  dialog.addEventListener('close', async () => {
    if (dialog.returnValue !== 'erase') return
    eraseStorage()
    // What reads the labs is seldom needed: it comes for this alone. A browser that refuses keeps none.
    await import('../stores/lab-disk.ts').then(({ eraseLabs }) => eraseLabs()).catch(() => undefined)
    location.reload()
  })
  button.hidden = false
}
