import { describe, expect, test } from 'vitest'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { HELP } from '../../../src/kubectl/help-words.ts'
import { kubectl } from '../../../src/kubectl/kubectl.ts'

const cluster = presetCluster('kind')

describe('help', () => {
  const { stdout } = kubectl(cluster, 'help')
  const listed = [...stdout.matchAll(/^ {2}([a-z-]+) {3}/gm)].map(([, name = '']) => name)

  test('is what kubectl alone prints', () => {
    expect(kubectl(cluster, '')).toMatchObject({ stdout, stderr: '', exitCode: 0 })
  })

  test.each([...listed, ...Object.keys(HELP)])('tells what %s is for, and what each of its flags is', command => {
    const { stdout: text, stderr, exitCode } = kubectl(cluster, `${command} -h`)
    expect([stderr, exitCode]).toEqual(['', 0])
    expect(text).toContain(`\nUsage:\n  kubectl ${command}`)
    expect(text).not.toMatch(/^[.]|\t$/m)
  })

  test.each(['rollout', 'config', 'set', 'auth', 'top'])('is what %s prints without a subcommand', verb => {
    const { stdout, stderr, exitCode } = kubectl(cluster, verb)
    expect(verb === 'rollout' ? stdout : stderr).toBe(kubectl(cluster, `${verb} --help`).stdout)
    expect(exitCode).toBe(1)
  })

  test('of a subcommand is found by its other names', () => {
    expect(kubectl(cluster, 'create deploy -h').stdout).toBe(kubectl(cluster, 'help create deployment').stdout)
  })
})
