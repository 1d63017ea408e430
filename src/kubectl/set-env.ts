import { resourceOf } from '../cluster/api-resource.ts'
import type { KubeObject } from '../cluster/object.ts'
import { quoteGo } from '../kubernetes/go-text.ts'
import type { Container, PodSpec } from '../kubernetes/pod.ts'
import { type Call, failure } from './call.ts'
import { isRecord } from './json.ts'
import { namesContainer, podSpecOf } from './pod-template.ts'
import { select } from './selection.ts'
import { changePods } from './set-pod.ts'

type EnvVar = NonNullable<Container['env']>[number]

interface Changes {
  readonly set: readonly EnvVar[]
  readonly removed: readonly string[]
}

/** `kubectl set env`: sets, removes and lists variables of containers. (kubectl `pkg/cmd/set/set_env.go`) */
export function setEnv(call: Call, args: readonly string[]): void {
  const { flags } = call
  if (flags.isOn('all') && flags.text('selector') !== '')
    throw failure('cannot set --all and --selector at the same time')
  const [resources, pairs] = splitArguments(args)
  if (resources.length === 0 && !flags.has('filename'))
    throw failure('one or more resources must be specified as <resource> <name> or <resource>/<name>')
  if (flags.isOn('list') && flags.has('output')) throw failure('--list and --output may not be specified together')
  if (flags.has('keys') && !flags.has('from'))
    throw failure('when specifying --keys, a configmap or secret must be provided with --from')
  const parsed = readPairs([...flags.all('env'), ...pairs])
  const prefix = flags.text('prefix')
  const set = [...parsed.set, ...taken(call)].map(one => ({ ...one, name: `${prefix}${one.name}` }))
  if (flags.isOn('list')) {
    listEnv(call, resources, { ...parsed, set })
    return
  }
  changePods(call, {
    resources,
    done: 'env updated',
    refused: 'failed to patch env update to pod template: ',
    change: (spec, object) => withEnv(call, spec, object, { ...parsed, set }),
  })
}

/** What has a `=` or ends in a dash is a variable; what names objects comes before. (`SplitEnvironmentFromResources`) */
function splitArguments(args: readonly string[]): readonly [readonly string[], readonly string[]] {
  const isPair = (arg: string) => /^.+=/s.test(arg) || arg.endsWith('-')
  const start = args.findIndex(isPair)
  if (start < 0) return [args, []]
  if (!args.slice(start).every(isPair))
    throw failure(`all resources must be specified before environment changes: ${args.join(' ')}`)
  return [args.slice(0, start), args.slice(start)]
}

/** (`parseIntoEnvVar`) */
function readPairs(pairs: readonly string[]): Changes {
  const set: EnvVar[] = []
  const removed: string[] = []
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    if (equals < 0) {
      if (!pair.endsWith('-')) throw failure(`unknown environment variable: ${pair}`)
      removed.push(pair.slice(0, -1))
      continue
    }
    const name = pair.slice(0, equals)
    const wrong = nameComplaints(name)
    if (wrong.length > 0) throw failure(`${quoteGo(name)} is not a valid key name: ${wrong.join(';')}`)
    set.push({ name, value: pair.slice(equals + 1) })
  }
  if (removed.some(name => set.some(one => one.name === name)))
    throw failure('can not both modify and remove the same environment variable in the same command')
  return { set, removed }
}

/** (validation `IsEnvVarName`) */
function nameComplaints(name: string): readonly string[] {
  if (/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) return []
  return [
    "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')",
  ]
}

/** What `--from` brings: each key of a ConfigMap or Secret as a variable that refers to it. */
function taken(call: Call): readonly EnvVar[] {
  const from = call.flags.text('from')
  if (from === '') return []
  const keys = call.flags.list('keys')
  const found = select({ ...call, args: [from] })
  const missing = found.flatMap(one => one.missing)
  if (missing[0] !== undefined) throw failure(missing[0])
  return found.flatMap(({ objects }) =>
    objects.flatMap(object => {
      const field = object.kind === 'Secret' ? 'secretKeyRef' : object.kind === 'ConfigMap' ? 'configMapKeyRef' : ''
      if (field === '') throw failure('unsupported resource specified in --from')
      const data = isRecord(object['data']) ? Object.keys(object['data']) : []
      return data
        .filter(key => keys.length === 0 || keys.includes(key))
        .map(key => ({
          name: key.replace(/[^a-zA-Z0-9_]/g, '_').toUpperCase(),
          valueFrom: { [field]: { key, name: object.metadata.name } },
        }))
    }),
  )
}

function withEnv(call: Call, spec: PodSpec, object: KubeObject, changes: Changes): PodSpec {
  const pattern = call.flags.text('containers') || '*'
  const chosen = spec.containers.filter(one => namesContainer(pattern, one))
  if (chosen.length === 0)
    call.stderr(
      `Warning: ${object.kind}/${object.metadata.name} does not have any containers matching ${quoteGo(pattern)}\n`,
    )
  const overwrites = !call.flags.has('overwrite') || call.flags.isOn('overwrite')
  return {
    ...spec,
    containers: spec.containers.map(container => {
      if (!chosen.includes(container)) return container
      const { env: old = [], ...rest } = container
      if (!overwrites) refuseOverwriting(object, old, changes.set)
      const env = changedEnv(old, changes)
      return env.length > 0 || container.env ? { ...rest, env } : container
    }),
  }
}

/** (`validateNoOverwrites`) */
function refuseOverwriting(object: KubeObject, old: readonly EnvVar[], set: readonly EnvVar[]): void {
  for (const { name, value = '' } of set) {
    const known = old.find(one => one.name === name)
    if (!known || (known.value ?? '') === value) continue
    throw failure(
      `error: ${resourceOf(object)?.name}/${object.metadata.name} '${name}' already has a value (${known.value ?? ''}), and --overwrite is false`,
    )
  }
}

/** What is there keeps its place, what is new comes after. (`updateEnv`) */
function changedEnv(old: readonly EnvVar[], { set, removed }: Changes): readonly EnvVar[] {
  const kept = old
    .filter(({ name }) => !removed.includes(name))
    .map(one => set.find(({ name }) => name === one.name) ?? one)
  const names = new Set(kept.map(({ name }) => name))
  return [...kept, ...set.filter(({ name }, at) => !names.has(name) && set.findIndex(one => one.name === name) === at)]
}

/** Shows the variables as they would be; nothing is changed. */
function listEnv(call: Call, resources: readonly string[], changes: Changes): void {
  const pattern = call.flags.text('containers') || '*'
  for (const { objects, missing } of select({ ...call, args: resources })) {
    if (missing[0] !== undefined) throw failure(missing[0])
    for (const object of objects) {
      const containers = podSpecOf(object)?.containers ?? []
      for (const container of containers.filter(one => namesContainer(pattern, one))) {
        call.stdout(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`)
        for (const one of changedEnv(container.env ?? [], changes)) call.stdout(printVariable(one))
      }
    }
  }
}

function printVariable({ name, value = '', valueFrom }: EnvVar): string {
  if (!valueFrom) return `${name}=${value}\n`
  const source = valueFrom as Readonly<
    Record<string, { key?: string; name?: string; fieldPath?: string; resource?: string }>
  >
  const { configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef } = source
  if (configMapKeyRef) return `# ${name} from configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}\n`
  if (secretKeyRef) return `# ${name} from secret ${secretKeyRef.name}, key ${secretKeyRef.key}\n`
  if (fieldRef) return `# ${name} from field path ${fieldRef.fieldPath}\n`
  return `# ${name} from resource field ref ${resourceFieldRef?.resource ?? ''}\n`
}
