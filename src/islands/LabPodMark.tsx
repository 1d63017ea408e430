import { labTranslator } from '../i18n/lab.ts'
import type { Lang } from '../i18n/lang.ts'
import { isUniversal, type Toleration } from '../kubernetes/toleration.ts'
import { $doors, $happened, $history, seeBy } from '../stores/lab.ts'
import { choosePod } from '../stores/lab-desk.ts'
import type { LabPod } from '../stores/lab-shown.ts'
import type { PodName } from '../stores/lab-terms.ts'
import { Icon } from './Icon.tsx'
import { isBeginning, printPod, sayTime } from './lab-said.ts'
import { useStored } from './use-stored.ts'

/** A pod by its name, its keys and its state; pressed, it becomes the one by whose eyes doors are seen. */
export function LabPodMark({
  lang,
  pod,
}: {
  lang: Lang
  pod: Pick<LabPod, keyof PodName | 'tolerations'> & Partial<LabPod>
}) {
  const t = labTranslator(lang)
  const seenBy = useStored($doors, undefined)?.seenBy
  const happened = useStored($happened, undefined)
  const isNew =
    !isBeginning(useStored($history, undefined)) &&
    happened?.changes.some(one => one.change === 'moved-in' && isSame(one.pod, pod))
  const full = printPod(pod)
  return (
    <>
      <button
        class={isNew ? 'pod new' : 'pod'}
        type="button"
        aria-pressed={seenBy !== undefined && isSame(seenBy, pod)}
        title={full}
        onClick={() => look(pod)}
      >
        <Icon name="pod" />
        <code>{shortName(pod)}</code>
        <KeyMark />
      </button>
      {pod.state !== undefined && pod.state !== 'running' && (
        <span class="state" data-s={pod.state === 'failed' ? 'bad' : 'now'} lang="en">
          {pod.status}
        </span>
      )}
      {pod.leavesIn !== undefined && (
        <span class="state" data-s="now">
          <Icon name="clock" />
          {t('lab.rooms.leaves', { time: sayTime(t, pod.leavesIn) })}
        </span>
      )}
    </>
  )

  function KeyMark() {
    if (pod.tolerations.some(isUniversal)) {
      return (
        <>
          <Icon name="master" class="brass" />
          <span class="vh">, {t('lab.rooms.master')}</span>
        </>
      )
    }
    const count = pod.tolerations.filter(key => !isGiven(key)).length
    if (count === 0) return null
    return (
      <>
        <Icon name="key" />
        <span class="vh">, {t('lab.rooms.keys', { count })}</span>
      </>
    )
  }
}

/** Doors as this pod sees them, and why it is where it is. */
export function look(pod: PodName): void {
  const name = { namespace: pod.namespace, name: pod.name }
  choosePod(name)
  void seeBy(name)
}

function isSame(a: PodName, b: PodName): boolean {
  return a.name === b.name && a.namespace === b.namespace
}

/** The keys that the API server gives to every pod: they open no door, they only give time. (DefaultTolerationSeconds) */
export function isGiven({ key, effect, tolerationSeconds }: Toleration): boolean {
  return (
    (key === 'node.kubernetes.io/not-ready' || key === 'node.kubernetes.io/unreachable') &&
    effect === 'NoExecute' &&
    tolerationSeconds === 300
  )
}

/** A pod of the system by its work alone; its own name stands in the tip. Other pods keep theirs. */
function shortName({ namespace, name, owner }: Partial<LabPod> & PodName): string {
  if (namespace !== 'kube-system' && namespace !== 'local-path-storage') return name
  switch (owner) {
    case 'DaemonSet':
      return name.replace(/-[a-z0-9]{5}$/, '')
    case 'ReplicaSet':
      return name.replace(/-[a-z0-9]+-[a-z0-9]{5}$/, '')
    case 'Node':
      return name.replace(/-[^-]*-?control-plane\d*$/, '')
    default:
      return name
  }
}
