import { useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $issue, forgetMissing } from '../stores/lab.ts'
import { Icon } from './Icon.tsx'
import type { LabImport } from './LabImport.tsx'
import type { LabShare } from './LabShare.tsx'

/** How long the button says that the link is copied, in milliseconds. */
const SAID = 4000

/** Brings a cluster or a shared lab in, and gives the lab out as a link or a file. What they need comes when it is asked for. */
export function LabDialogs({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const [Import, setImport] = useState<typeof LabImport>()
  const [Share, setShare] = useState<typeof LabShare>()
  const [isCopied, setCopied] = useState(false)

  const copied = (): void => {
    setShare(undefined)
    setCopied(true)
    setTimeout(() => setCopied(false), SAID)
  }

  return (
    <>
      <button
        class="btn"
        type="button"
        aria-haspopup="dialog"
        onClick={() =>
          bring(async () => {
            const { LabImport } = await import('./LabImport.tsx')
            setImport(() => LabImport)
          })
        }
      >
        <Icon name="up" />
        {t('lab.import.open')}
      </button>
      <button
        class="btn main"
        type="button"
        onClick={() =>
          bring(async () => {
            const { LabShare } = await import('./LabShare.tsx')
            setShare(() => LabShare)
          })
        }
      >
        <Icon name={isCopied ? 'check' : 'link'} />
        {t(isCopied ? 'lab.share.copied' : 'lab.share.copy')}
      </button>
      <span class="vh" role="status">
        {isCopied && t('lab.share.said')}
      </span>
      {Import && <Import lang={lang} leave={() => setImport(undefined)} />}
      {Share && <Share lang={lang} copied={copied} leave={() => setShare(undefined)} />}
    </>
  )
}

/** The page says what cannot be had; another press tries again. */
function bring(loading: () => Promise<void>): void {
  loading().then(forgetMissing, () => $issue.set({ code: 'part-missing' }))
}
