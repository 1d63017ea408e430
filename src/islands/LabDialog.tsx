import type { ComponentChildren, RefObject } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'

interface DialogProps {
  readonly title: string
  readonly children: ComponentChildren
  /** It is closed: by its own button, by Esc, or because `leave` was called. */
  readonly left: () => void
  /** Esc is pressed; gives whether the dialog stays. */
  readonly stays?: () => boolean
  readonly dialog?: RefObject<HTMLDialogElement>
}

/** A dialog that is open as long as it is there, and gives the focus back where it came from. */
export function LabDialog({ title, children, left, stays, dialog }: DialogProps) {
  const own = useRef<HTMLDialogElement>(null)
  const element = dialog ?? own
  const titleId = useId()
  useLayoutEffect(() => {
    const { current } = element
    current?.showModal()
    return () => current?.close()
  }, [])
  return (
    <dialog
      ref={element}
      class="dialog stack"
      aria-labelledby={titleId}
      onClose={left}
      onCancel={event => {
        if (stays?.()) event.preventDefault()
      }}
    >
      <h2 id={titleId} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </dialog>
  )
}
