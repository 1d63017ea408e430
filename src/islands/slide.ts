const SLIDE_MS = 600

/** Where each pod of a plan stood, in which room, and where on the screen. */
export type Places = ReadonlyMap<string, { readonly where: string | undefined; readonly rect: DOMRect }>

/** Notes where the pods (`data-pod`) stand and in which room (`data-where`), before they move. */
export function placesOf(plan: Element): Places {
  const pods = [...plan.querySelectorAll<HTMLElement>('[data-pod]')]
  return new Map(
    pods.map(pod => [pod.dataset['pod'] ?? '', { where: pod.dataset['where'], rect: pod.getBoundingClientRect() }]),
  )
}

/** Lets each pod that has changed rooms slide from where it stood; nothing moves for whoever asks for less motion. */
export function slideFrom(places: Places, plan: Element): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
  for (const pod of plan.querySelectorAll<HTMLElement>('[data-pod]')) {
    const from = places.get(pod.dataset['pod'] ?? '')
    if (!from || from.where === pod.dataset['where']) continue
    const to = pod.getBoundingClientRect()
    const start = `translate(${from.rect.x - to.x}px, ${from.rect.y - to.y}px)`
    pod.animate([{ transform: start }, { transform: 'none' }], { duration: SLIDE_MS, easing: 'ease-in-out' })
  }
}
