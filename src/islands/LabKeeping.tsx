import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { $issue, $kept, keepLab, salvageLab } from '../stores/lab.ts'
import { useStored } from './use-stored.ts'

/** Where this lab is not kept for a reason that a person can do something about: what it is, and what can be done. */
export function LabKeeping({ lang }: { lang: Lang }) {
  const t = labTranslator(lang)
  const kept = useStored($kept, 'nothing')
  if (kept !== 'damaged' && kept !== 'erased') return null
  return (
    <div class="note row trouble">
      <span>{t(`lab.keeping.${kept}`)}</span>
      {kept === 'damaged' && (
        <button class="btn slim" type="button" onClick={() => void salvage()}>
          {t('lab.keeping.salvage')}
        </button>
      )}
      <button class="btn slim" type="button" onClick={() => void keepLab()}>
        {t(kept === 'damaged' ? 'lab.keeping.anew' : 'lab.keeping.again')}
      </button>
    </div>
  )
}

/** Gives what was kept to the browser to download. */
async function salvage(): Promise<void> {
  const answer = await salvageLab()
  if (!answer.ok) {
    $issue.set(answer.issue)
    return
  }
  const address = URL.createObjectURL(answer.file)
  const link = document.createElement('a')
  link.href = address
  link.download = FILE_NAME
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), A_WHILE)
}

const FILE_NAME = 'passepartout-lab-saved.json'
/** Until the browser has taken the file, in milliseconds. */
const A_WHILE = 60_000
