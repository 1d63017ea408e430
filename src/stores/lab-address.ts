import { $issue, openPayload, wakeLab } from './lab.ts'

/*
 * The address of the lab's page: a link to a lab carries it after `#s=`.
 */

/** Wakes the lab, with the state of the page's address if it carries one, and opens those that links bring later. */
export function wakeFromAddress(): void {
  void wakeLab(takePayload())
  usePreloaded()
  addEventListener('hashchange', () => {
    const payload = takePayload()
    if (payload !== undefined) void openLater(payload)
  })
}

async function openLater(payload: string): Promise<void> {
  const answer = await openPayload(payload)
  $issue.set(answer.ok ? undefined : answer.issue)
}

/**
 * The worker finds in the browser's cache what the page has preloaded for it: a browser that keeps count sees nobody take it,
 * and complains. (https://html.spec.whatwg.org/multipage/links.html#link-type-preload)
 */
function usePreloaded(): void {
  const preloaded = document.querySelector<HTMLLinkElement>('link[rel=preload][as=fetch]')
  if (preloaded) fetch(preloaded.href).catch(() => undefined)
}

/** What follows `#s=`. It leaves the address, which from now on stands for what the lab becomes. */
function takePayload(): string | undefined {
  const payload = /^#s=(.*)$/s.exec(location.hash)?.[1]
  if (payload !== undefined) history.replaceState(history.state, '', location.pathname + location.search)
  return payload
}
