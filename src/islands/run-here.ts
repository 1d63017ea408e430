/*
 * The button below a transcript: the terminal in its place, and back. Nothing of a terminal comes before it is pressed.
 */

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-run]')) {
  button.addEventListener('click', () => void press(button))
  button.hidden = false
}

async function press(button: HTMLButtonElement): Promise<void> {
  button.ariaBusy = 'true'
  try {
    const { toggleTerminal } = await import('./LessonTerminal.tsx')
    toggleTerminal(button)
  } catch {
    const label = button.querySelector('[data-label]')
    if (label) label.textContent = button.dataset['failed'] ?? ''
  }
  button.ariaBusy = null
}
