import { isUniversal, printToleration, type Toleration } from '../kubernetes/toleration.ts'
import { Icon } from './Icon.tsx'

/** A toleration as a key fob, in the words of `kubectl describe`; the universal one is brass. */
export function Key({ toleration }: { toleration: Toleration }) {
  const master = isUniversal(toleration)
  return (
    <span class={master ? 'key master' : 'key'}>
      <KeyText toleration={toleration} />
    </span>
  )
}

/** The icon and the words of a key, for a fob that is more than a picture (a toggle, say). */
export function KeyText({ toleration }: { toleration: Toleration }) {
  const [before, effect] = splitEffect(printToleration(toleration))
  return (
    <>
      <Icon name={isUniversal(toleration) ? 'master' : 'key'} />
      <code>
        {before}
        {effect && <wbr />}
        {effect}
      </code>
    </>
  )
}

function splitEffect(text: string): [before: string, effect: string] {
  const colon = text.indexOf(':')
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon)]
}
