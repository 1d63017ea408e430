import { useEffect, useRef, useState } from 'preact/hooks'
import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { shareLab } from '../stores/lab.ts'
import type { LabIssue } from '../stores/lab-protocol.ts'
import { LabDialog } from './LabDialog.tsx'
import { issueSentence } from './lab-issue.ts'
import { Rich } from './Rich.tsx'

type Shared =
  | { readonly as: 'link'; readonly link: string }
  | { readonly as: 'file'; readonly address: string }
  | { readonly as: 'nothing'; readonly issue: LabIssue }

/** Copies the link of the lab; where it cannot, or the link is too long, a dialog offers what there is instead. */
export function LabShare({ lang, copied, leave }: { lang: Lang; copied: () => void; leave: () => void }) {
  const t = labTranslator(lang)
  const [shared, setShared] = useState<Shared>()
  const field = useRef<HTMLInputElement>(null)

  useEffect(() => {
    let isGone = false
    let address: string | undefined
    void share().then(outcome => {
      if (isGone) return
      if (outcome === 'copied') copied()
      else setShared(outcome)
    })
    return () => {
      isGone = true
      if (address !== undefined) URL.revokeObjectURL(address)
    }

    async function share(): Promise<Shared | 'copied'> {
      const answer = await shareLab()
      if (!answer.ok) return { as: 'nothing', issue: answer.issue }
      if (answer.payload === undefined) {
        address = URL.createObjectURL(answer.file)
        return { as: 'file', address }
      }
      const link = `${location.origin}${location.pathname}#s=${answer.payload}`
      return (await isCopied(link)) ? 'copied' : { as: 'link', link }
    }
  }, [])

  useEffect(() => field.current?.select(), [shared])

  // Safari lets a page copy only while a press is handled, and the first press waits for the link to be made.
  const copyAgain = async (link: string): Promise<void> => {
    if (await isCopied(link)) copied()
    else field.current?.select()
  }

  return (
    shared && (
      <LabDialog title={t('lab.share.title')} left={leave}>
        {shared.as === 'link' && (
          <>
            <p>{t('lab.share.by-hand')}</p>
            <label>
              <span class="small">{t('lab.share.link')}</span>
              <input ref={field} type="text" readOnly value={shared.link} />
            </label>
            <p class="small soft">
              <Rich text={t('lab.share.private')} />
            </p>
          </>
        )}
        {shared.as === 'file' && <p>{t('lab.share.too-long')}</p>}
        {shared.as === 'nothing' && (
          <p role="alert">
            <Rich text={issueSentence(lang, shared.issue)} />
          </p>
        )}
        <p class="row">
          {shared.as === 'link' && (
            <button class="btn main" type="button" onClick={() => void copyAgain(shared.link)}>
              {t('lab.share.copy')}
            </button>
          )}
          {shared.as === 'file' && (
            <a class="btn main" href={shared.address} download={FILE_NAME}>
              {t('lab.share.download')}
            </a>
          )}
          <button class="btn" type="button" onClick={leave}>
            {t('lab.share.close')}
          </button>
        </p>
      </LabDialog>
    )
  )
}

function isCopied(link: string): Promise<boolean> {
  return navigator.clipboard.writeText(link).then(
    () => true,
    () => false,
  )
}

const FILE_NAME = 'passepartout-lab.txt'
