import { BUILTINS, SHELL_PROGRAMS } from './builtins.ts'
import { date } from './date.ts'
import { cat, copy, ls, mkdir, rm, touch } from './file-programs.ts'
import { egrep, grep } from './grep.ts'
import { column, cut, ends, seq, tac, tee, tr, uniq, wc } from './line-programs.ts'
import { type Program, ProgramFailure } from './process.ts'
import { editor, sleep } from './runners.ts'
import { sort } from './sort.ts'
import { ssh, systemctl } from './ssh.ts'

/** What can be called beside kubectl and the tools, by name: bash's builtins and programs alike. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map(
  Object.entries({
    ...BUILTINS,
    ...SHELL_PROGRAMS,
    cat,
    column,
    cp: copy,
    cut,
    date,
    egrep,
    grep,
    head: ends,
    journalctl: instead('this kubelet keeps no log; systemctl status kubelet and kubectl describe node say how it is'),
    less: cat,
    ls,
    mkdir,
    more: cat,
    mv: copy,
    nano: editor,
    rm,
    seq,
    sleep,
    sort,
    ssh,
    systemctl,
    tac,
    tail: ends,
    tee,
    touch,
    tr,
    uniq,
    vi: editor,
    vim: editor,
    watch: instead('time only moves when a command moves it; use kubectl get --watch, or sleep and look again'),
    wc,
  }),
)

/** A program that has nothing to do here says what to use. */
function instead(text: string): Program {
  return () => {
    throw new ProgramFailure(text)
  }
}
