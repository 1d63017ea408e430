import { type Call, Failure, failure, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import { servedResources } from './served-resources.ts'
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
    { name: 'output', short: 'o', type: 'string' },
  ],
  run(call) {
    const [name, ...args] = call.args
    if (name === 'can-i') canI(call, args)
    else if (name === 'whoami') whoAmI(call)
    else throw failure(`this terminal has no kubectl auth ${name}`)
  },
}

function canI(call: Call, args: readonly string[]): void {
  const { flags } = call
  if (flags.isOn('list')) throw failure('this terminal does not list permissions')
  const [verb, what] = args
  if (verb === undefined || what === undefined || args.length > 3)
    throw failure(
      "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    )
  const plural = what.split('/')[0] ?? what
  const resource = servedResources(minorOf(call.cluster.version)).find(
    one => one.name === plural || one.kind.toLowerCase() === plural || one.shortNames.includes(plural),
  )
  if (!what.startsWith('/') && !resource)
    call.stderr(`Warning: the server doesn't have a resource type '${plural}'\n\n`)
  else if (resource && !resource.namespaced && !flags.isOn('all-namespaces'))
    call.stderr(
      `Warning: resource '${resource.name}' is not namespace scoped${resource.group && ` in group '${resource.group}'`}\n\n`,
    )
  const allowed = isAdministrator(call)
  if (!flags.isOn('quiet')) call.stdout(allowed ? 'yes\n' : 'no\n')
  if (!allowed) throw new Failure('')
}

function isAdministrator({ flags }: Call): boolean {
  return (
    !flags.has('as') || flags.text('as') === 'kubernetes-admin' || flags.list('as-group').includes('system:masters')
  )
}

function whoAmI(call: Call): void {
  const user = call.flags.text('as')
  const groups = [...(user ? call.flags.list('as-group') : ['system:masters']), 'system:authenticated']
  const rows = [
    ['ATTRIBUTE', 'VALUE'],
    ['Username', user || 'kubernetes-admin'],
    ...(user ? [] : [['UID', 'admin']]),
    ['Groups', `[${groups.join(' ')}]`],
  ]
  call.stdout(alignTabs(rows.map(row => `${row.join('\t')}\n`).join(''), TABLE_TABS))
}
