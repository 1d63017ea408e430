import { apiVersionOf } from '../cluster/api-resource.ts'
import { failure, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import { servedResources } from './served-resources.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

/** `kubectl api-resources`. (kubectl `pkg/cmd/apiresources`) */
export const apiResources: Verb = {
  name: 'api-resources',
  flags: [
    { name: 'api-group', type: 'string' },
    { name: 'namespaced', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'sort-by', type: 'string' },
  ],
  run(call) {
    const { flags } = call
    const output = flags.text('output')
    if (call.args.length > 0) throw failure(`unexpected arguments: [${call.args.join(' ')}]`)
    if (!['', 'name', 'wide'].includes(output)) throw failure(`--output ${output} is not available`)
    const found = servedResources(minorOf(call.cluster.version)).filter(
      one =>
        (!flags.has('api-group') || one.group === flags.text('api-group')) &&
        (!flags.has('namespaced') || one.namespaced === flags.isOn('namespaced')),
    )
    const sorted = sortBy(found, flags.text('sort-by'))
    if (output === 'name') {
      call.stdout(sorted.map(one => `${one.name}${one.group && '.'}${one.group}\n`).join(''))
      return
    }
    const rows = sorted.map(one => [
      one.name,
      one.shortNames.join(','),
      apiVersionOf(one),
      String(one.namespaced),
      one.kind,
    ])
    const head = flags.isOn('no-headers') ? [] : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND']]
    call.stdout(alignTabs([...head, ...rows].map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS))
  },
}

function sortBy<T extends { readonly name: string; readonly kind: string }>(
  found: readonly T[],
  field: string,
): readonly T[] {
  if (field === '') return found
  if (field !== 'name' && field !== 'kind') throw failure('--sort-by accepts only name or kind')
  return found.toSorted((a, b) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0))
}

/** `kubectl api-versions`. */
export const apiVersions: Verb = {
  name: 'api-versions',
  flags: [],
  run(call) {
    const versions = new Set(servedResources(minorOf(call.cluster.version)).map(apiVersionOf))
    call.stdout(
      [...versions]
        .sort()
        .map(one => `${one}\n`)
        .join(''),
    )
  },
}
