import { useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $about, $counts, $history, $issue, $kept, redo, startLab, undo } from '../stores/lab.ts'
import type { LabAbout } from '../stores/lab-shown.ts'
import { LAB_PRESETS, LAB_VERSIONS, type LabPreset } from '../stores/lab-terms.ts'
import { Icon } from './Icon.tsx'
import { LabDialogs } from './LabDialogs.tsx'
import { Rich } from './Rich.tsx'
import { useStored } from './use-stored.ts'

/** What this lab is: its cluster, its version, its gate, each to be changed; and the way back from every change. */
export function LabHead({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const about = useStored($about, undefined)
  const counts = useStored($counts, undefined)
  const history = useStored($history, undefined)
  const issue = useStored($issue, undefined)
  const kept = useStored($kept, 'nothing')
  const isKept = kept === 'yes' || kept === 'not-yet' || kept === 'nothing'
  const canUndo = (history?.position ?? -1) >= (history?.entries[0]?.index ?? 0)
  const canRedo = (history?.position ?? -1) < (history?.entries.at(-1)?.index ?? -1)
  return (
    <header class="lab-head">
      <div class="row spread">
        <div>
          <h1>{t('lab.head.title')}</h1>
          <p class="soft small" data-kept={kept}>
            {about && counts
              ? t('lab.head.about', {
                  nodes: t('lab.head.nodes', { count: counts.nodes }),
                  pods: t('lab.head.pods', { count: counts.pods }),
                  version: about.version.slice(1),
                })
              : !issue && t('lab.page.loading')}{' '}
            {about && (isKept ? t(`lab.head.kept.${kept}`) : null)}
            <span role="status">{about && !isKept && t(`lab.head.kept.${kept}`)}</span>
          </p>
        </div>
        <div class="row tools">
          <button class="btn" type="button" aria-disabled={!canUndo} onClick={() => canUndo && void undo()}>
            <Icon name="undo" /> {t('lab.head.undo')}
          </button>
          <button class="btn" type="button" aria-disabled={!canRedo} onClick={() => canRedo && void redo()}>
            <Icon name="undo" class="turned" /> {t('lab.head.redo')}
          </button>
          <LabDialogs lang={lang} />
        </div>
      </div>
      <div class="row begin">
        <Preset lang={lang} about={about} />
        <details class="settings">
          <summary>{t('lab.head.settings')}</summary>
          <Settings lang={lang} about={about} />
        </details>
      </div>
    </header>
  )
}

/** The clusters to begin with. Nothing begins before the button is pressed: a list is read by walking through it. */
function Preset({ lang, about }: { lang: Lang; about: LabAbout | undefined }) {
  const t = labTranslator(lang)
  const [chosen, setChosen] = useState<LabPreset>()
  const preset = chosen ?? (about ? about.preset : 'kind')
  const isSame = preset === about?.preset
  return (
    <>
      <label class="row small">
        <span>{t('lab.head.preset')}</span>
        <select
          value={preset ?? ''}
          onChange={({ currentTarget }) => setChosen(LAB_PRESETS.find(name => name === currentTarget.value))}
        >
          {about && !about.preset && (
            <option value="">{t(about.origin === 'link' ? 'lab.head.linked' : 'lab.head.own')}</option>
          )}
          {LAB_PRESETS.map(name => (
            <option key={name} value={name}>
              {t(`lab.head.presets.${name}`)}
            </option>
          ))}
        </select>
      </label>
      <button
        class="btn"
        type="button"
        aria-disabled={!preset}
        onClick={() => {
          if (!preset) return
          setChosen(undefined)
          void startLab({ preset })
        }}
      >
        {t(isSame ? 'lab.head.restart' : 'lab.head.start')}
      </button>
      {preset && <p class="soft small what">{t(`lab.head.what.${preset}`)}</p>}
    </>
  )
}

/** The version and the one feature gate, each with what it changes. */
function Settings({ lang, about }: { lang: Lang; about: LabAbout | undefined }) {
  const t = labTranslator(lang)
  const isOn = about?.gates.TaintTolerationComparisonOperators === true
  return (
    <div class="stack small">
      <fieldset class="stack">
        <legend>{t('lab.head.version')}</legend>
        <p class="row">
          {LAB_VERSIONS.map(version => (
            <button
              key={version}
              class="btn slim"
              type="button"
              aria-pressed={about?.version === version}
              onClick={() => about?.version !== version && void startLab({ version })}
            >
              {version.slice(1)}
            </button>
          ))}
        </p>
        {about && <p>{t(`lab.head.versions.${about.version}`)}</p>}
        <p class="soft">{t(about && !about.preset ? 'lab.head.goes-on' : 'lab.head.anew')}</p>
      </fieldset>
      <label class="gate">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ currentTarget }) =>
            void startLab({ gates: { TaintTolerationComparisonOperators: currentTarget.checked } })
          }
        />
        <span>
          <Rich text={t('lab.head.gate')} />
        </span>
      </label>
      <p>
        <Rich text={t(`lab.head.gates.${isOn ? 'on' : 'off'}`)} />
      </p>
    </div>
  )
}
