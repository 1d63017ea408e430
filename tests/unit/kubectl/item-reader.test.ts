import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KubeObject } from '../../../src/cluster/object.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { valuesUnder } from '../../../src/cluster/sorted-map.ts'
import { ItemReader } from '../../../src/kubectl/item-reader.ts'
import { printIndentedJson } from '../../../src/kubectl/json.ts'
import { readManifest } from '../../../src/kubectl/manifest.ts'
import { printYaml } from '../../../src/kubectl/yaml-print.ts'

const FORMS = ['json', 'yaml'] as const
type Form = (typeof FORMS)[number]

function reader(form: Form): ItemReader {
  return new ItemReader(form, (_, section) => section)
}

/** An object as it stands in a list: JSON is indented by the list, YAML is not once the dash is gone. */
function printed(form: Form, object: unknown): string {
  return form === 'json' ? printIndentedJson(object, '        ') : printYaml(object)
}

function readSlowly(form: Form, text: string): unknown {
  if (form === 'yaml') {
    const reading = readManifest(text)
    return reading.ok && reading.documents.length === 1 ? reading.documents[0]?.value : undefined
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const objects = (['kind', 'broken'] as const).flatMap(preset => {
  return Object.values(presetCluster(preset).objects).flatMap(map => valuesUnder(map))
})

describe.each(FORMS)('in %s', form => {
  test('every object is read as it was printed, by sections or not at all', () => {
    const items = reader(form)
    for (const object of objects) {
      const found = items.read(printed(form, object))
      if (found) expect(found).toEqual(JSON.parse(JSON.stringify(object)))
      // Others may have fields that lie flat, such as the endpoints of a slice.
      else expect(['Pod', 'Node', 'DaemonSet', 'Deployment', 'ReplicaSet']).not.toContain(object.kind)
    }
  })

  test('what two objects say alike is one object', () => {
    const items = reader(form)
    const pods = objects.filter(({ kind, metadata }) => kind === 'Pod' && metadata.name.startsWith('kube-proxy'))
    const [one, other] = pods.map(pod => items.read(printed(form, pod)) as KubeObject | undefined)
    const [tolerations, others] = [one, other].map(pod => (pod?.['spec'] as KubeObject | undefined)?.['tolerations'])
    expect(one?.metadata.name).not.toBe(other?.metadata.name)
    expect(tolerations).toBe(others)
    expect(items.readings.has(tolerations as object)).toBe(true)
  })

  test('a section is read as it is tidied', () => {
    const items = new ItemReader(form, (part, section) => {
      return part === 'spec' ? section.replace('here', 'there') : section
    })
    const object = { kind: 'Pod', metadata: { name: 'here' }, spec: { nodeName: 'here' } }
    expect(items.read(printed(form, object))).toEqual({ ...object, spec: { nodeName: 'there' } })
  })

  test('mangled text is read as the whole of it is read, or not at all', () => {
    const source = printed(
      form,
      objects.find(({ kind }) => kind === 'Pod'),
    )
    const cut = fc.record({
      at: fc.nat(source.length),
      drop: fc.nat(30),
      put: fc.string({
        unit: fc.constantFrom('a', ' ', '\n', '-', ':', '"', ',', '}', '{', '[', '    "b": 1\n', '  c: d\n'),
        maxLength: 5,
      }),
    })
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), cuts => {
        const text = cuts.reduce((all, { at, drop, put }) => all.slice(0, at) + put + all.slice(at + drop), source)
        const found = reader(form).read(text)
        if (found !== undefined) expect(found).toEqual(readSlowly(form, text))
      }),
      { numRuns: 3000 },
    )
  })
})

test.each<[string, Form, string]>([
  ['no object', 'json', '[]'],
  ['an object on one line', 'json', '{"kind":"Pod","metadata":{"name":"a"}}'],
  ['a comma too many', 'json', '{\n    "kind": "Pod",\n    "spec": {\n        "a": 1,\n    }\n}'],
  ['a comma too few', 'json', '{\n    "kind": "Pod"\n    "spec": {\n        "a": 1\n    }\n}'],
  ['a comma at the end', 'json', '{\n    "kind": "Pod",\n    "spec": {\n        "a": 1\n    },\n}'],
  ['a part twice', 'json', '{\n    "spec": {\n        "a": 1\n    },\n    "spec": {\n        "b": 1\n    }\n}'],
  ['more after the end', 'json', '{\n    "kind": "Pod"\n}\n}'],
  ['a list', 'yaml', '- a: b'],
  ['a part of which nothing is said', 'yaml', 'spec:\nkind: Pod'],
  ['a part twice', 'yaml', 'spec:\n  a: 1\nspec:\n  b: 1'],
  ['a field that is a part too', 'yaml', 'spec: a\nspec:\n  b: 1'],
  ['a part that is a field too', 'json', '{\n    "spec": {\n        "a": 1\n    },\n    "spec": 1\n}'],
  ['a field twice', 'yaml', 'spec:\n  a: 1\n  a: 1'],
  ['a text of several lines at the margin', 'yaml', 'kind: |\n  a: b'],
  ['an anchor', 'yaml', 'spec:\n  a: &x 1'],
  ['a list that is flush with its field', 'yaml', 'spec:\n- a\nkind: b'],
])('%s is left to others (%s)', (_, form, text) => {
  expect(reader(form).read(text)).toBeUndefined()
})

test('what is different each time is not kept', () => {
  const items = reader('yaml')
  const read = Array.from({ length: 2000 }, (_, index) => {
    return items.read(`kind: Pod\nspec:\n  hosts:\n  - name: ${index}\n  same:\n  - a\n`) as {
      readonly spec: Readonly<Record<'hosts' | 'same', object>>
    }
  })
  expect(items.readings.has(read.at(-1)?.spec.hosts ?? {})).toBe(false)
  expect(read.at(-1)?.spec.same).toBe(read[0]?.spec.same)
  expect(read[1234]?.spec.hosts).toEqual([{ name: 1234 }])
})
