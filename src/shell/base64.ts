import { decodeBase64, encodeBase64 } from './bytes.ts'
import { readInputs } from './inputs.ts'
import { readOptions } from './options.ts'
import { type Program, ProgramFailure } from './process.ts'

/** `base64`, and `base64 -d` */
export const base64: Program = process => {
  const { has, value, operands } = readOptions(process, 'dw:', { decode: 'd', wrap: 'w' })
  const { inputs, failed } = readInputs(process, operands)
  const text = inputs.map(input => input.text).join('')
  if (!has('d')) {
    const width = Number(value('w') ?? 76)
    process.out(width > 0 ? encodeBase64(text).replace(new RegExp(`.{1,${width}}`, 'g'), '$&\n') : encodeBase64(text))
    return failed ? 1 : 0
  }
  const decoded = decodeBase64(text.replace(/\n/g, ''))
  process.out(decoded.text)
  if (!decoded.isWhole) throw new ProgramFailure('invalid input')
  return failed ? 1 : 0
}
