import { useState } from 'preact/hooks'
import { translator } from '../i18n/client.ts'
import type { Lang } from '../i18n/lang.ts'
import { isUniversal, printToleration, type Toleration } from '../kubernetes/toleration.ts'
import { hasToleration, nameOf, type Situation, sameToleration } from '../stores/rooms.ts'
import { Icon } from './Icon.tsx'
import { Key, KeyText } from './Key.tsx'
import { sumWords } from './Plan.tsx'
import { plain } from './plain.ts'
import { Rich } from './Rich.tsx'
import type { RoomsKeyForm } from './RoomsKeyForm.tsx'
import { type Act, memberAt, type Refuse } from './rooms-act.ts'

/** The pod in the corridor: the keys to give it and to take from it, and where it may go with them. */
export function RoomsCorridor({
  lang,
  situation,
  offered,
  act,
  refuse,
}: {
  lang: Lang
  situation: Situation
  offered: readonly Toleration[]
  act: Act
  refuse: Refuse
}) {
  const t = translator(lang)
  const [KeyForm, setKeyForm] = useState<typeof RoomsKeyForm>()
  const { pod } = situation
  const name = nameOf(pod)
  const others = (pod.spec.tolerations ?? []).filter(key => !offered.some(other => sameToleration(other, key)))

  // Few cut a key of their own: the form, and the API server's rules with it, come when one does.
  const bringForm = (details: HTMLDetailsElement): void => {
    import('./RoomsKeyForm.tsx').then(
      ({ RoomsKeyForm }) => setKeyForm(() => RoomsKeyForm),
      () => {
        details.open = false
      },
    )
  }

  return (
    <div class="corridor">
      <div class="row">
        <h3 class="pod" data-pod={name} data-where="corridor">
          <Icon name="pod" />
          <code class="nb">{name}</code>
        </h3>
        <p class="soft small">{t('rooms.waiting')}</p>
      </div>
      <fieldset>
        <legend class="small soft">
          <Rich text={t('rooms.keys')} />
        </legend>
        <div class="ring">
          {offered.map(toleration => (
            <label key={printToleration(toleration)} class={isUniversal(toleration) ? 'key master' : 'key'}>
              <input
                type="checkbox"
                checked={hasToleration(pod, toleration)}
                onChange={({ currentTarget }) =>
                  act(
                    currentTarget.checked
                      ? { change: 'tolerate', pod: name, toleration }
                      : { change: 'forgo', toleration },
                  )
                }
              />
              <KeyText toleration={toleration} />
            </label>
          ))}
          {others.map((toleration, index) => (
            <p key={printToleration(toleration)} class="row">
              <Key toleration={toleration} />
              <button
                class="btn quiet slim"
                type="button"
                data-group="ring"
                aria-label={plain(t('rooms.removeKey', { toleration: printToleration(toleration) }))}
                onClick={() =>
                  act({ change: 'forgo', toleration }, plan => memberAt(plan, 'ring', index) ?? summaryOf(plan))
                }
              >
                {t('rooms.remove')}
              </button>
            </p>
          ))}
        </div>
      </fieldset>
      <details onToggle={({ currentTarget }) => currentTarget.open && bringForm(currentTarget)}>
        <summary>{t('rooms.cut')}</summary>
        {KeyForm && <KeyForm lang={lang} pod={pod} act={act} refuse={refuse} />}
      </details>
      <p class="sum">
        <Rich text={sumWords(lang, situation)} />
      </p>
    </div>
  )
}

function summaryOf(plan: Element): HTMLElement | null {
  return plan.querySelector('.corridor summary')
}
