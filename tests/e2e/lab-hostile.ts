import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'

/*
 * Links, files and pastes that mean harm or are broken: the same sorts as in the unit tests, few enough for a browser.
 */

const SCRIPT = '<script>window.harmed=1</script><img src=x onerror="window.harmed=1">'

/** `text` as the payload of a link, whatever it is. */
export function payloadOf(text: string | Buffer): string {
  return `1.${deflateRawSync(text).toString('base64url')}`
}

/** Payloads that no lab can be opened from; `good` is that of a link that opens. */
export function hostileLinks(good: string, whole: Readonly<Record<string, unknown>>): fc.Arbitrary<string> {
  const json = fc.jsonValue({ maxDepth: 3 })
  const wrong = fc.oneof(fc.constantFrom(SCRIPT, -1, 1e308, null, [], {}), fc.string())
  return fc.oneof(
    fc.string({ minLength: 1 }).map(text => `1.${text}`),
    fc.nat(good.length - 40).map(length => good.slice(0, length + 2)),
    fc
      .tuple(fc.constantFrom(...Object.keys(whole)), wrong)
      .map(([name, value]) => payloadOf(JSON.stringify({ ...whole, [name]: value }))),
    fc.integer({ min: 2, max: 9999 }).map(version => `${version}${good.slice(1)}`),
    json.map(value => payloadOf(JSON.stringify(value))),
    fc.constantFrom(
      payloadOf('{"format":1,"about":{"__proto__":{"preset":"kind"}}}'),
      payloadOf('{"format":"setup","preset":"__proto__","manifests":[],"typed":[]}'),
      payloadOf(Buffer.alloc(300 * 1024 * 1024, 0x20)),
      payloadOf(
        JSON.stringify({
          format: 'setup',
          preset: 'kind',
          typed: [SCRIPT],
          manifests: [{ apiVersion: SCRIPT, kind: SCRIPT }],
        }),
      ),
    ),
  )
}

/** Texts that are no output of kubectl; `good` is one that is. */
export function hostileTexts(good: string): fc.Arbitrary<string> {
  const node = (more: object) => JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, ...more })
  return fc.oneof(
    fc.string({ minLength: 1, unit: 'binary' }),
    fc.nat(good.length - 100).map(length => good.slice(0, length + 50)),
    fc.json(),
    fc.constantFrom(
      `<html>${SCRIPT}</html>`,
      node({ metadata: { name: SCRIPT, labels: [SCRIPT] } }),
      node({ spec: { taints: SCRIPT } }),
      '{"apiVersion":"v1","kind":"Node","metadata":{"name":"n","labels":{"__proto__":"x"}}}',
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]},`.repeat(9)}]`).join('\n')}`,
      '['.repeat(100_000),
      `a: ${'['.repeat(50_000)}`,
    ),
  )
}
