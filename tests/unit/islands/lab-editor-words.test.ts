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
import type { Schema, StructSchema } from '../../../src/kubernetes/schema.ts'
import { schemaOf } from '../../../src/kubernetes/schemas.ts'

const MANIFEST = { fr: frManifest, en: enManifest }
const CLUSTER = presetCluster('kind', { version: 'v1.37.2', seed: 1 })
/** Their values are names and labels of what there is. */
const OF_CLUSTER = new Set(['nodeName', 'namespace', 'key', 'value', 'values', 'priorityClassName', 'topologyKey'])
/** Words for names that stand in several fields. */
const GATHERED = new Set(['taint', 'label', 'resource'])
const EVERY = everyField()
const FIELDS = EVERY.map(({ field }) => field)
const PROPOSED = everyValue()

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

  test('every value that is proposed has its words, but for names that the cluster gives', async () => {
    const t = await editorTranslator(lang)
    expect(PROPOSED.length).toBeGreaterThan(120)
    expect(
      PROPOSED.filter(({ field, value }) => valueWords(t, field, value) === undefined).map(
        ({ field, value }) => `${nameOf(field)}: ${value}`,
      ),
    ).toEqual([])
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
        if (OF_CLUSTER.has(name) || GATHERED.has(name)) return []
        const fitting = PROPOSED.filter(({ field }) => field.name === name && (type === 'any' || field.owner === type))
        return Object.keys(texts).filter(text => fitting.every(({ value }) => value !== text))
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

/** Every field once, with the beginning of a manifest that ends where its value goes. */
function everyField(): readonly { readonly field: FieldInfo; readonly text: string }[] {
  const found = new Map<string, { readonly field: FieldInfo; readonly text: string }>()
  const visit = (schema: Schema, before: string): void => {
    const struct = structIn(schema)
    if (!struct) return
    const fields = fieldsOf(struct)
    const isNew = fields.some(field => !found.has(nameOf(field)))
    for (const field of fields) {
      const text = `${before}${schema.kind === 'list' ? '[' : ''}{${field.name}: `
      if (!found.has(nameOf(field))) found.set(nameOf(field), { field, text })
      const inner = struct.fields[field.name]
      if (isNew && inner) visit(inner, text)
    }
  }
  for (const resource of API_RESOURCES) {
    const schema = schemaOf(resource.group, resource.kind)
    const head = `apiVersion: ${apiVersionOf(resource)}, kind: ${resource.kind}`
    for (const [name, inner] of Object.entries(schema?.fields ?? {})) {
      const field = fieldsOf(schema as StructSchema).find(each => each.name === name)
      const text = `{${head}, ${name}: `
      if (field) found.set(nameOf(field), { field, text })
      visit(inner, text)
    }
  }
  return [...found.values()]
}

/** What the editor offers behind each field, and as an item of each list. */
function everyValue(): readonly { readonly field: FieldInfo; readonly value: string }[] {
  return EVERY.flatMap(({ field, text }) =>
    [text, `${text}[`].flatMap(each =>
      fieldsAt(CLUSTER, each, each.length).choices.flatMap(choice =>
        'plain' in choice && !['', 'true', 'false'].includes(choice.plain) && !OF_CLUSTER.has(field.name)
          ? [{ field, value: choice.plain }]
          : [],
      ),
    ),
  )
}
