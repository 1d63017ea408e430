import { apiVersionOf } from '../cluster/api-resource.ts'
import { printTime } from '../cluster/clock.ts'
import { type Call, Failure, failure, type Verb } from './call.ts'
import { partOf } from './part.ts'
import { findResource } from './resource-arguments.ts'
import { alignTabs, TABLE_TABS } from './tabwriter.ts'

/** `kubectl auth can-i` and `whoami`. One is the administrator that kind makes; everybody else may nothing. */
export const auth: Verb = {
  name: 'auth',
  subcommands: ['can-i', 'reconcile', 'whoami'],
  flags: [
    { name: 'as', type: 'string' },
    { name: 'as-group', type: 'list' },
    { name: 'all-namespaces', short: 'A', type: 'bool' },
    { name: 'quiet', short: 'q', type: 'bool' },
    { name: 'list', type: 'bool' },
    { name: 'no-headers', type: 'bool' },
    { name: 'subresource', type: 'string' },
    { name: 'output', short: 'o', type: 'string' },
  ],
  run(call) {
    const [name, ...args] = call.args
    if (name === 'can-i') canI(call, args)
    else if (name === 'whoami') whoAmI(call)
    else throw failure(`this terminal has no kubectl auth ${name}`)
  },
}

const RESOURCE_VERBS =
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'
const URL_VERBS = 'get put post head options delete patch *'

/** (kubectl `pkg/cmd/auth/cani.go`) */
function canI(call: Call, args: readonly string[]): void {
  const { flags } = call
  if (flags.isOn('list')) {
    if (args.length > 0) throw failure('list option must be specified with no arguments')
    if (flags.isOn('quiet') || flags.isOn('all-namespaces') || flags.text('subresource'))
      throw failure("list option can't be specified with neither quiet, all-namespaces nor subresource options")
    listRules(call)
    return
  }
  const [verb = '', what = ''] = args
  if (args.length !== 2)
    throw failure(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    )
  const warn = (text: string) => call.stderr(`Warning: ${text}\n\n`)
  const isUrl = what.startsWith('/')
  const everywhere = flags.isOn('all-namespaces')
  if (isUrl && flags.text('subresource')) throw failure('--subresource can not be used with NonResourceURL')
  if (!isUrl) warnOfScope(call, what.split('/')[0] ?? '', everywhere, warn)
  if ((isUrl || !everywhere) && !(isUrl ? URL_VERBS : RESOURCE_VERBS).split(' ').includes(verb))
    warn(`verb '${verb}' is not a known verb`)
  if (flags.isOn('no-headers')) throw failure('--no-headers cannot be set without --list specified')
  const allowed = isAdministrator(call)
  if (!flags.isOn('quiet')) call.stdout(allowed ? 'yes\n' : 'no\n')
  if (!allowed) throw new Failure('')
}

function warnOfScope(call: Call, word: string, everywhere: boolean, warn: (text: string) => void): void {
  if (word === '*') return
  try {
    const { name, group, namespaced } = findResource(call, word)
    if (!namespaced && !everywhere) warn(`resource '${name}' is not namespace scoped${group && ` in group '${group}'`}`)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const [, name, group] = /^([^.]*)\.?(.*)$/.exec(word.toLowerCase()) ?? []
    if (!/^(users|groups)$/.test(word))
      warn(`the server doesn't have a resource type '${name}'${group && ` in group '${group}'`}`)
  }
}

const URLS_OF_ALL =
  '/api/* /api /apis/* /apis /healthz /healthz /livez /livez /openapi/* /openapi /readyz /readyz /version/ /version/ /version /version'
const URLS_OF_ACCOUNTS =
  '/.well-known/openid-configuration/ /.well-known/openid-configuration /api/* /api /apis/* /apis /healthz /healthz /livez /livez /openapi/* /openapi /openid/v1/jwks/ /openid/v1/jwks /readyz /readyz /version/ /version/ /version /version'

/** What everybody may, and the administrator. (kubernetes `rbac/bootstrappolicy`; kubectl `RunAccessList`) */
function listRules(call: Call): void {
  const urls = call.flags.text('as').startsWith('system:serviceaccount:') ? URLS_OF_ACCOUNTS : URLS_OF_ALL
  const rows = [
    ...(call.flags.isOn('no-headers') ? [] : [['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs']]),
    ...(isAdministrator(call)
      ? [
          ['*.*', '[]', '[]', '[*]'],
          ['', '[*]', '[]', '[*]'],
        ]
      : []),
    ...[
      'selfsubjectreviews.authentication.k8s.io',
      'selfsubjectaccessreviews.authorization.k8s.io',
      'selfsubjectrulesreviews.authorization.k8s.io',
    ].map(name => [name, '[]', '[]', '[create]']),
    ...urls.split(' ').map(url => ['', `[${url}]`, '[]', '[get]']),
  ]
  call.stdout(alignTabs(rows.map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS))
}

function isAdministrator({ flags }: Call): boolean {
  return (
    !flags.has('as') || flags.text('as') === 'kubernetes-admin' || flags.list('as-group').includes('system:masters')
  )
}

function whoAmI(call: Call): void {
  const user = call.flags.text('as')
  const groups = [...(user ? call.flags.list('as-group') : ['system:masters']), 'system:authenticated']
  const userInfo = { username: user || 'kubernetes-admin', ...(!user && { uid: 'admin' }), groups }
  const output = call.flags.text('output')
  if (output) {
    const resource = findResource(call, 'selfsubjectreviews')
    const metadata = { creationTimestamp: printTime(call.cluster.now) }
    const object = { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata, status: { userInfo } }
    if (output === 'json') call.stdout(`${JSON.stringify(object, undefined, 4)}\n`)
    else partOf(call.parts, 'formats').printObjects(call, output, [{ resource, object: object as never }], undefined)
    return
  }
  const rows = [
    ['ATTRIBUTE', 'VALUE'],
    ['Username', userInfo.username],
    ...(user ? [] : [['UID', 'admin']]),
    ['Groups', `[${groups.join(' ')}]`],
  ]
  call.stdout(alignTabs(rows.map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS))
}
