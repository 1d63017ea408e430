/** A sentence from `locales/` with its two marks drawn: `code` between backticks and **strong**. */
export function Rich({ text }: { text: string }) {
  return (
    <>
      {text.split(/(`[^`]+`|\*\*.+?\*\*)/).map((part, index) => {
        if (index % 2 === 0) return part
        if (part.startsWith('`')) return <Code key={index} text={part.slice(1, -1)} />
        return (
          <b key={index}>
            <Rich text={part.slice(2, -2)} />
          </b>
        )
      })}
    </>
  )
}

/** Inline code; up to 20 characters it stays on one line. */
function Code({ text }: { text: string }) {
  return text.length <= 20 ? <code class="nb">{text}</code> : <code>{text}</code>
}
