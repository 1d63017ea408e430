import { describe, expect, test } from 'vitest'
import enManifest from '../../../locales/en/manifest.json'
import frManifest from '../../../locales/fr/manifest.json'
import { API_RESOURCES, apiVersionOf } from '../../../src/cluster/api-resource.ts'
import { presetCluster } from '../../../src/cluster/presets.ts'
import { editorTranslator } from '../../../src/i18n/editor.ts'
import { LANGS } from '../../../src/i18n/lang.ts'
import { fieldWords, valueWords } from '../../../src/islands/lab-editor-words.ts'
import { type FieldInfo, fieldsOf, structIn } from '../../../src/kubectl/explain.ts'
import { fieldsAt } from '../../../src/kubectl/fields-at.ts'
import type { Schema } from '../../../src/kubernetes/schema.ts'
import { schemaOf } from '../../../src/kubernetes/schemas.ts'

const MANIFEST = { fr: frManifest, en: enManifest }
const FIELDS = everyField()
const CLUSTER = presetCluster('kind', { version: 'v1.37.2', seed: 1 })

test('the schemas are all there: hundreds of fields, of which a toleration has five', () => {
  expect(FIELDS.length).toBeGreaterThan(500)
  expect(FIELDS.filter(({ owner }) => owner === 'Toleration').map(({ name }) => name)).toEqual([
    'effect',
    'key',
    'operator',
    'tolerationSeconds',
    'value',
  ])
})

describe.each(LANGS)('in %s', lang => {
  test('every field of every kind that is read by a schema has its words', async () => {
    const t = await editorTranslator(lang)
    expect(FIELDS.filter(field => fieldWords(t, field) === undefined).map(nameOf)).toEqual([])
  })

  test('every value that a field proposes of itself has its words', async () => {
    const t = await editorTranslator(lang)
    const proposed = FIELDS.flatMap(field => valuesOf(field).map(value => ({ field, value })))
    expect(proposed.length).toBeGreaterThan(90)
    expect(
      proposed
        .filter(({ field, value }) => valueWords(t, field, value) === undefined)
        .map(({ field, value }) => `${nameOf(field)}: ${value}`),
    ).toEqual([])
  })

  test('every kind and every API version has its words', async () => {
    const t = await editorTranslator(lang)
    for (const [name, text] of [
      ['kind', 'kind: '],
      ['apiVersion', 'apiVersion: '],
    ] as const) {
      const { choices } = fieldsAt(CLUSTER, text, text.length)
      const values = choices.flatMap(choice => ('plain' in choice ? [choice.plain] : []))
      expect(values.length).toBeGreaterThan(3)
      expect(values.filter(value => valueWords(t, { owner: 'Object', name }, value) === undefined)).toEqual([])
    }
  })

  test('no words are of a field that does not exist, or that never come to be said', () => {
    const names = new Set(FIELDS.map(nameOf))
    const { any, ...own } = MANIFEST[lang].fields
    const unknown = Object.entries(own).flatMap(([type, fields]) =>
      Object.keys(fields)
        .map(name => `${type}.${name}`)
        .filter(full => !names.has(full)),
    )
    const ofTypes: Readonly<Record<string, object>> = own
    const unsaid = Object.keys(any).filter(name =>
      FIELDS.every(field => field.name !== name || Object.hasOwn(ofTypes[field.owner] ?? {}, name)),
    )
    expect([...unknown, ...unsaid]).toEqual([])
  })

  test('no words are of a value that its field does not take', () => {
    const values: Readonly<Record<string, Readonly<Record<string, object>>>> = MANIFEST[lang].values
    const unknown = Object.entries(values).flatMap(([type, fields]) =>
      Object.entries(fields).flatMap(([name, texts]) => {
        const fitting = FIELDS.filter(
          field => field.name === name && (type === 'any' || field.owner === type) && valuesOf(field).length > 0,
        )
        const taken = new Set(fitting.flatMap(valuesOf))
        return taken.size === 0 ? [] : Object.keys(texts).filter(value => !taken.has(value))
      }),
    )
    expect(unknown).toEqual([])
  })

  test.each<[string, string, string, string, string]>([
    ['an effect of a taint and of a toleration', 'Taint', 'Toleration', 'effect', 'NoExecute'],
    ['an operator on a label and on a taint', 'NodeSelectorRequirement', 'Toleration', 'operator', 'Exists'],
    [
      'a label and a taint of one name',
      'NodeSelectorRequirement',
      'Taint',
      'key',
      'node-role.kubernetes.io/control-plane',
    ],
  ])('%s are told apart', async (_, one, other, name, value) => {
    const t = await editorTranslator(lang)
    const said = [one, other].map(owner => valueWords(t, { owner, name }, value))
    expect(new Set(said).size).toBe(2)
    expect(said).not.toContain(undefined)
  })
})

function nameOf({ owner, name }: FieldInfo): string {
  return `${owner}.${name}`
}

/** What the schema says alone, without a cluster; HostPathType's empty text is nothing to read about. */
function valuesOf({ owner, name, values }: FieldInfo): readonly string[] {
  if (owner === 'LabelSelectorRequirement' && name === 'operator') return ['DoesNotExist', 'Exists', 'In', 'NotIn']
  return values.filter(value => value !== '')
}

function everyField(): readonly FieldInfo[] {
  const found = new Map<string, FieldInfo>()
  const visit = (schema: Schema): void => {
    const struct = structIn(schema)
    if (!struct) return
    const fields = fieldsOf(struct)
    const isNew = fields.some(field => !found.has(nameOf(field)))
    for (const field of fields) found.set(nameOf(field), field)
    if (isNew) for (const inner of Object.values(struct.fields)) visit(inner)
  }
  for (const resource of API_RESOURCES) {
    const schema = schemaOf(resource.group, resource.kind)
    if (schema) visit(schema)
    expect(apiVersionOf(resource)).not.toBe('')
  }
  return [...found.values()]
}
