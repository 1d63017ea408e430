import { type ApiResource, apiVersionOf } from '../cluster/api-resource.ts'
import { type Call, failure, usageFailure, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import { ALL } from './resource-arguments.ts'
import { servedResources } from './served-resources.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

/** `kubectl api-resources`. (kubectl `pkg/cmd/apiresources`) */
export const apiResources: Verb = {
  name: 'api-resources',
  flags: [
    { name: 'api-group', type: 'string' },
    { name: 'cached', type: 'bool' },
    { name: 'categories', type: 'list' },
    { name: 'namespaced', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'sort-by', type: 'string' },
    { name: 'verbs', type: 'list' },
  ],
  run(call) {
    const { flags } = call
    const output = flags.text('output')
    takesNothing(call, 'api-resources')
    if (!['', 'name', 'wide'].includes(output))
      throw failure(
        /^(json|k?yaml)$/.test(output)
          ? `this terminal lists no resources as ${output}`
          : `unable to match a printer suitable for the output format "${output}", allowed formats are: json,kyaml,name,wide,yaml`,
      )
    const found = servedResources(minorOf(call.cluster.version)).filter(
      one =>
        (!flags.has('api-group') || one.group === flags.text('api-group')) &&
        (!flags.has('namespaced') || one.namespaced === flags.isOn('namespaced')) &&
        flags.list('verbs').every(verb => verbsOf(one).includes(verb)) &&
        flags.list('categories').every(category => categoriesOf(one).includes(category)),
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
      ...(output === 'wide' ? [verbsOf(one).join(), categoriesOf(one).join()] : []),
    ])
    const wide = output === 'wide' ? ['VERBS', 'CATEGORIES'] : []
    const head = flags.isOn('no-headers') ? [] : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND', ...wide]]
    call.stdout(alignTabs([...head, ...rows].map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS))
  },
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** What one may do with a resource. (kubernetes `pkg/registry`: what each storage implements) */
function verbsOf({ name }: ApiResource): readonly string[] {
  if (/^bindings$|reviews$/.test(name)) return ['create']
  if (name === 'componentstatuses') return ['get', 'list']
  return name === 'namespaces' ? VERBS.filter(verb => verb !== 'deletecollection') : VERBS
}

function categoriesOf({ name, group }: ApiResource): readonly string[] {
  if (ALL.includes(name)) return ['all']
  return /^(admissionregistration|apiextensions|apiregistration)\./.test(group) ? ['api-extensions'] : []
}

function takesNothing(call: Call, verb: string): void {
  if (call.args.length > 0) throw usageFailure(verb, `unexpected arguments: [${call.args.join(' ')}]`)
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
    takesNothing(call, 'api-versions')
    const versions = new Set(servedResources(minorOf(call.cluster.version)).map(apiVersionOf))
    call.stdout(
      [...versions]
        .sort()
        .map(one => `${one}\n`)
        .join(''),
    )
  },
}
