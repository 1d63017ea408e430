import { useMemo } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { isUniversal, type Toleration } from '../kubernetes/toleration.ts'
import { doorOf } from '../stores/door.ts'
import { HOME_ROOMS } from '../stores/home-rooms.ts'
import { hasToleration, nameOf, roomsStore, situationAfter, UNTOUCHED } from '../stores/rooms.ts'
import { Icon } from './Icon.tsx'
import { Key, KeyText } from './Key.tsx'
import { Lock } from './Lock.tsx'
import { Room, sumWords, Verdict } from './Plan.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** The home page's ten seconds: three rooms, a pod, three keys to try, and where it may go and why. */
export function Hook({ lang }: { lang: Lang }) {
  const t = translator(lang)
  const store = useMemo(() => roomsStore('home', HOME_ROOMS), [])
  const changes = useStored(store, UNTOUCHED)
  const situation = situationAfter(HOME_ROOMS, changes)
  const { pod, nodes, inside } = situation

  const turn = (toleration: Toleration, on: boolean): void => {
    const ring = HOME_ROOMS.keys.filter(key => (key === toleration ? on : hasToleration(pod, key)))
    store.set(ring.map(key => ({ change: 'tolerate', pod: nameOf(pod), toleration: key })))
  }

  return (
    <section class="hook" aria-label={t('rooms.hook.label')}>
      <div class="plan">
        <div class="corridor">
          <div class="stack">
            <h2 class="row t1">
              <Icon name="pod" />
              <code class="nb">{t('rooms.hook.pod')}</code>
            </h2>
            <p class="soft small">{t('rooms.waiting')}</p>
          </div>
          <fieldset class="stack">
            <legend class="small soft">
              <Rich text={t('rooms.keys')} />
            </legend>
            <div class="ring">
              {HOME_ROOMS.keys.map(toleration => (
                <label key={toleration} class={isUniversal(toleration) ? 'key master' : 'key'}>
                  <input
                    type="checkbox"
                    checked={hasToleration(pod, toleration)}
                    onChange={({ currentTarget }) => turn(toleration, currentTarget.checked)}
                  />
                  <KeyText toleration={abbreviated(toleration)} />
                  {isUniversal(toleration) && <span>{t('app.master')}</span>}
                </label>
              ))}
            </div>
          </fieldset>
          <p class="sum" aria-live="polite">
            <Rich text={sumWords(lang, situation)} />
          </p>
        </div>
        {nodes.map(node => {
          const door = doorOf(pod, node)
          const taints = node.spec?.taints ?? []
          return (
            <Room key={nameOf(node)} door={door}>
              <h3>{nameOf(node)}</h3>
              {taints.map(taint => (
                <p key={taint.key}>
                  <Lock taint={taint} />
                </p>
              ))}
              {taints.length === 0 && <p class="soft small">{t('rooms.none')}</p>}
              <Verdict lang={lang} door={door} />
              {inside.map(
                ({ pod: { metadata, spec } }) =>
                  spec.nodeName === nameOf(node) && (
                    <p key={metadata.name} class="pods">
                      <span class="pod">
                        <Icon name="pod" />
                        <code class="nb">{metadata.labels?.['k8s-app']}</code>
                      </span>
                      {taints.length > 0 && spec.tolerations?.map(key => <Key key={key} toleration={key} />)}
                    </p>
                  ),
              )}
            </Room>
          )
        })}
      </div>
    </section>
  )
}

/** The key with the prefix of its name left out, as there is only one here: `…/control-plane`. */
function abbreviated(toleration: Toleration): Toleration {
  const { key } = toleration
  return key ? { ...toleration, key: key.replace(/^.*\//, '…/') } : toleration
}
