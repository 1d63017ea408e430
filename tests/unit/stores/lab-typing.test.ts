import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Bench } from '../../../src/stores/lab-bench.ts'
import type { LabMessage, LabReply } from '../../../src/stores/lab-protocol.ts'
import { keeperOn } from '../../../src/stores/lab-storage.ts'
import { founded, MemoryDisk } from './lab-keeping.ts'

/** A worker on this thread. */
class HereWorker {
  onmessage: ((event: { readonly data: LabReply }) => void) | undefined
  readonly #bench = new Bench({
    post: reply => this.onmessage?.({ data: structuredClone(reply) }),
    keeper: keeperOn(new MemoryDisk(), () => 0),
    founded,
    pause: () => new Promise(resolve => setImmediate(resolve)),
  })

  postMessage(message: LabMessage): void {
    void this.#bench.hear(structuredClone(message))
  }

  terminate(): void {
    this.onmessage = undefined
  }
}

/** The page's modules with a lab that is awake. */
async function freshLab() {
  vi.resetModules()
  const lab = await import('../../../src/stores/lab.ts')
  const terminal = await import('../../../src/stores/lab-terminal.ts')
  const sheet = await import('../../../src/stores/lab-sheet.ts')
  const desk = await import('../../../src/stores/lab-desk.ts')
  await lab.wakeLab()
  return { ...lab, ...terminal, ...sheet, ...desk }
}

beforeEach(() => {
  vi.stubGlobal('Worker', HereWorker)
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => undefined })
  vi.stubGlobal('addEventListener', () => undefined)
  vi.stubGlobal('removeEventListener', () => undefined)
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('lines that are typed', () => {
  test('run one after the other; what is not complete waits for the rest', async () => {
    const { typeLines, $terminal, $begun, $outcome } = await freshLab()
    await typeLines(['cat <<EOF', 'one', 'EOF', 'echo two', "echo 'three"])
    expect($terminal.get().map(({ lines }) => lines.map(({ text }) => text))).toEqual([['one'], ['two']])
    expect($begun.get()).toBe("echo 'three")
    await typeLines(["four'"])
    expect(
      $terminal
        .get()
        .at(-1)
        ?.lines.map(({ text }) => text),
    ).toEqual(['three', 'four'])
    expect($begun.get()).toBeUndefined()
    expect($outcome.get()).toEqual({ entry: $terminal.get().at(-1)?.id })
  })

  test('that were typed while another ran come after it', async () => {
    const { typeLines, $terminal } = await freshLab()
    await Promise.all([typeLines(['echo one']), typeLines(['echo two']), typeLines(['echo three'])])
    expect($terminal.get().map(({ line }) => line)).toEqual(['echo one', 'echo two', 'echo three'])
  })

  test('are forgotten when they are broken off', async () => {
    const { typeLines, breakOff, $begun, $terminal } = await freshLab()
    await typeLines(["echo 'one"])
    breakOff('')
    expect($begun.get()).toBeUndefined()
    await typeLines(['echo two'])
    expect($terminal.get().map(({ line }) => line)).toEqual(['echo two'])
  })

  test('leave an editor without a change when they are broken off while it is open', async () => {
    const { typeLines, breakOff, $editing, $terminal } = await freshLab()
    const typed = typeLines(['vi a.txt', 'echo after'])
    await vi.waitFor(() => expect($editing.get()?.path).toContain('a.txt'))
    breakOff('')
    await typed
    expect($editing.get()).toBeUndefined()
    expect($terminal.get().map(({ line }) => line)).toEqual(['vi a.txt'])
  })
})

describe('what lies in the editor', () => {
  test('is the file that is opened; what was written in the one before is kept', async () => {
    const { newSheet, watchSheet, $sheet, $draft, openFile, readFile } = await freshLab()
    const unwatch = watchSheet()
    await newSheet('a.yaml', 'one')
    await vi.waitFor(() => expect($sheet.get()?.text).toBe('one'))
    $draft.set('two')
    await newSheet('b.yaml', 'other')
    await vi.waitFor(() => expect($sheet.get()?.text).toBe('other'))
    expect(await readFile('a.yaml')).toMatchObject({ text: 'two' })
    openFile('/home/learner/a.yaml')
    await vi.waitFor(() => expect($draft.get()).toBe('two'))
    unwatch()
  })

  test('follows what a line does to the file, but not over what is not kept', async () => {
    const { newSheet, watchSheet, runLine, $sheet, $draft } = await freshLab()
    const unwatch = watchSheet()
    await newSheet('a.yaml', 'one')
    await vi.waitFor(() => expect($sheet.get()?.text).toBe('one'))
    await runLine('echo two > a.yaml')
    await vi.waitFor(() => expect($draft.get()).toBe('two\n'))
    $draft.set('mine')
    await runLine('echo three > a.yaml')
    expect($draft.get()).toBe('mine')
    unwatch()
  })

  test('goes when the file goes', async () => {
    const { newSheet, watchSheet, undo, $sheet, $openFile } = await freshLab()
    const unwatch = watchSheet()
    await newSheet('a.yaml', 'one')
    await vi.waitFor(() => expect($sheet.get()?.text).toBe('one'))
    await undo()
    await vi.waitFor(() => expect($openFile.get()).toBeUndefined())
    expect($sheet.get()).toBeUndefined()
    unwatch()
  })

  test('takes another name unless it is taken', async () => {
    const { newSheet, watchSheet, renameSheet, writeFile, readFile, $sheet } = await freshLab()
    const unwatch = watchSheet()
    await writeFile('taken.yaml', 'there')
    await newSheet('a.yaml', 'one')
    await vi.waitFor(() => expect($sheet.get()?.text).toBe('one'))
    expect(await renameSheet('taken.yaml')).toBe(false)
    expect(await renameSheet('b.yaml')).toBe(true)
    await vi.waitFor(() => expect($sheet.get()?.path).toBe('/home/learner/b.yaml'))
    expect((await readFile('a.yaml')).ok).toBe(false)
    unwatch()
  })

  test('is applied as it stands, and is then kept', async () => {
    const { newSheet, watchSheet, applyDraft, readFile, isUnsaved, $sheet, $draft, $terminal } = await freshLab()
    const unwatch = watchSheet()
    await newSheet('a.yaml', '')
    await vi.waitFor(() => expect($sheet.get()).toBeDefined())
    $draft.set('apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n')
    expect(await applyDraft()).toEqual({ ok: true, exitCode: 0 })
    expect($terminal.get().at(-1)?.lines).toEqual([{ text: 'namespace/b created' }])
    expect(isUnsaved($sheet.get(), $draft.get())).toBe(false)
    expect(await readFile('a.yaml')).toMatchObject({ text: $draft.get() })
    unwatch()
  })

  test('is the text that a line waits for, and the file again once that is left', async () => {
    const { newSheet, watchSheet, leaveSheet, runLine, readFile, $sheet, $draft } = await freshLab()
    const unwatch = watchSheet()
    await newSheet('a.yaml', 'one')
    await vi.waitFor(() => expect($sheet.get()?.text).toBe('one'))
    $draft.set('kept')
    const line = runLine('vi b.txt')
    await vi.waitFor(() => expect($sheet.get()?.isAwaited).toBe(true))
    $draft.set('written')
    leaveSheet('save')
    await line
    await vi.waitFor(() => expect($sheet.get()?.path).toBe('/home/learner/a.yaml'))
    expect($draft.get()).toBe('kept')
    expect(await readFile('b.txt')).toMatchObject({ text: 'written' })
    unwatch()
  })
})
