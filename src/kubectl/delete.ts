import type { ApiResource } from '../cluster/api-resource.ts'
import type { DeleteOptions } from '../cluster/api-server.ts'
import { findObject } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { type Call, failure, type Verb } from './call.ts'
import { type DryRun, remove } from './client.ts'
import { minorOf } from './columns.ts'
import { readSeconds } from './go-duration.ts'
import { waitUntil } from './let-time-pass.ts'
import { printKind } from './resource-arguments.ts'
import { readDryRun } from './result-line.ts'
import { namedAndSelected, SELECTING_FLAGS, type Selection, selectMeant, type Target, targetsOf } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** Upstream waits for ever where no `--timeout` is given; here it is so many seconds, after which nothing more is to be expected. */
const PATIENCE = 3600

/** `kubectl delete`. (kubectl `pkg/cmd/delete`) */
export const deleteVerb: Verb = {
  name: 'delete',
  flags: [
    ...SELECTING_FLAGS,
    { name: 'all', type: 'bool' },
    { name: 'cascade', type: 'string', bare: 'background' },
    { name: 'dry-run', type: 'string', bare: 'unchanged' },
    { name: 'force', type: 'bool' },
    { name: 'grace-period', type: 'int' },
    { name: 'ignore-not-found', type: 'bool' },
    { name: 'now', type: 'bool' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'timeout', type: 'duration' },
    { name: 'wait', type: 'bool' },
  ],
  run(call) {
    const propagation = readCascade(call)
    checkArguments(call)
    const grace = readGrace(call)
    const found = selectMeant(call, false)
    const dryRun = readDryRun(call)
    const ignores =
      call.flags.isOn('ignore-not-found') || (call.flags.isOn('all') && !call.flags.has('ignore-not-found'))
    if (call.flags.isOn('force') && grace === 0 && dryRun === 'none')
      call.stderr(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.\n',
      )
    // What is not there and may be missing has been asked for all the same.
    if (targetsOf(found).length === 0) call.stdout('No resources found\n')
    const targets = targetsOf(found.map(one => ({ ...one, missing: ignores ? [] : missingIn(one) })))
    const isPlaced = call.flags.has('namespace') && !call.flags.isOn('all-namespaces')
    if (isPlaced && targets.some(one => typeof one === 'object' && !one.resource.namespaced))
      call.stderr('Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n')
    const options = { ...(grace !== undefined && { gracePeriodSeconds: grace }), propagation }
    forEach(targets, ({ resource, object }) => {
      if (dryRun !== 'client')
        removeOne(call, resource, object, { ...options, ...(dryRun === 'server' && { dryRun: true }) }, ignores)
      say(call, resource, object, dryRun, grace)
    })
    if (dryRun === 'none' && waits(call, grace))
      waitUntilGone(
        call,
        targets.filter(one => typeof one === 'object'),
      )
  },
}

/** What a file names and is not there is said with the file. */
function missingIn({ missing, source }: Selection): readonly string[] {
  if (source === undefined) return missing
  return missing.map(line => line.replace(': ', `: error when deleting "${source}": `))
}

/** What went with another one meanwhile is deleted all the same, where nobody asked for it by name. */
function removeOne(
  call: Call,
  resource: ApiResource,
  object: KubeObject,
  options: DeleteOptions,
  ignores: boolean,
): void {
  try {
    remove(call, resource, object, options)
  } catch (error) {
    if (!(error instanceof ServerError && ignores && error.status.code === 404)) throw error
  }
}

/** (cli-runtime `Builder.SelectAllParam`, `visitByName`) */
function checkArguments({ args, flags }: Call): void {
  const output = flags.text('output')
  if (output !== '' && output !== 'name')
    throw failure(`unexpected -o output mode: ${output}. We only support '-o name'`)
  if (!flags.isOn('all')) return
  if (flags.text('selector') !== '' || flags.text('field-selector') !== '')
    throw failure(`setting 'all' parameter but found a non empty selector. `)
  if (args.length === 0 && !flags.has('filename'))
    throw failure('at least one resource must be specified to use a selector')
  if (args.length > 1 || args[0]?.includes('/')) throw namedAndSelected(args)
}

/** `--now` is a second, `--force` none unless one is given. */
function readGrace({ flags }: Call): number | undefined {
  const asked = flags.number('grace-period')
  if (flags.isOn('now')) {
    if (asked !== undefined && asked !== -1) throw failure('--now and --grace-period cannot be specified together')
    return checkForce(flags, 1)
  }
  if (asked === 0 && !flags.isOn('force')) return 1
  if (flags.isOn('force') && (asked === undefined || asked < 0)) return 0
  return asked === undefined || asked < 0 ? undefined : checkForce(flags, asked)
}

function checkForce(flags: Call['flags'], grace: number): number {
  if (flags.isOn('force') && grace > 0)
    throw failure('--force and --grace-period greater than 0 cannot be specified together')
  return grace
}

function readCascade({ flags, stderr }: Call): 'Background' | 'Foreground' | 'Orphan' {
  const asked = flags.text('cascade') || 'background'
  if (asked === 'true' || asked === 'false') {
    const now = asked === 'true' ? 'background' : 'orphan'
    stderr(`warning: --cascade=${asked} is deprecated (boolean value) and can be replaced with --cascade=${now}.\n`)
  }
  switch (asked) {
    case 'background':
    case 'true':
      return 'Background'
    case 'foreground':
      return 'Foreground'
    case 'orphan':
    case 'false':
      return 'Orphan'
    default:
      throw failure(`invalid cascade value (${asked}). Must be "background", "foreground", or "orphan"`)
  }
}

/** Since 1.34 the namespace is said as well. */
function say(call: Call, resource: ApiResource, object: KubeObject, dryRun: DryRun, grace: number | undefined): void {
  const { name, namespace } = object.metadata
  if (call.flags.text('output') === 'name') {
    call.stdout(`${printKind(resource)}/${name}\n`)
    return
  }
  const word = grace === 0 && call.flags.isOn('force') ? 'force deleted' : 'deleted'
  const where = namespace && minorOf(call.cluster.version) >= 34 ? ` from ${namespace} namespace` : ''
  const suffix = dryRun === 'none' ? '' : dryRun === 'client' ? ' (dry run)' : ' (server dry run)'
  call.stdout(`${printKind(resource)} "${name}" ${word}${where}${suffix}\n`)
}

function waits({ flags }: Call, grace: number | undefined): boolean {
  return flags.has('wait') ? flags.isOn('wait') : grace !== 0
}

/** Lets the clock run until all are gone: an object of the same name that came in its place is another one. */
function waitUntilGone(call: Call, targets: readonly Target[]): void {
  const timeout = readSeconds(call, 'timeout') || PATIENCE
  const deadline = call.cluster.now + timeout
  for (const { resource, object } of targets) {
    const isGone = (cluster: Call['cluster']) =>
      findObject(cluster, resource, object.metadata.name, object.metadata.namespace)?.metadata.uid !==
      object.metadata.uid
    if (!waitUntil(call, isGone, deadline - call.cluster.now))
      throw failure(`timed out waiting for the condition on ${resource.name}/${object.metadata.name}`)
  }
}
