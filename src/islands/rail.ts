import { $reading } from '../stores/reading.ts'

/*
 * The outline beside a lesson: it names the section that is being read, and remembers it for the home page.
 */

const root = document.querySelector<HTMLElement>('main[data-lesson]')
const rail = document.querySelector<HTMLDetailsElement>('[data-rail]')
const wide = matchMedia('(min-width: 1200px)')
if (root && rail) setUpRail(root.dataset['lesson'] ?? '', rail)

function setUpRail(lesson: string, rail: HTMLDetailsElement): void {
  // Beside the text it is always open; above it, it waits to be asked.
  const adapt = (): void => {
    rail.open = wide.matches
  }
  wide.addEventListener('change', adapt)
  adapt()

  const links = new Map([...rail.querySelectorAll('a')].map(link => [link.hash.slice(1), link]))
  const reading = new IntersectionObserver(
    entries => {
      const section = entries.find(entry => entry.isIntersecting)?.target.id
      if (!section) return
      for (const [id, link] of links) {
        if (id === section) link.setAttribute('aria-current', 'location')
        else link.removeAttribute('aria-current')
      }
      $reading.setKey(lesson, section)
    },
    // A section is being read when it crosses a line at a third of the window's height.
    { rootMargin: '-33% 0px -66% 0px' },
  )
  for (const id of links.keys()) {
    const section = document.getElementById(id)
    if (section) reading.observe(section)
  }
}
