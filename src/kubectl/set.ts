import type { KubeObject } from '../cluster/object.ts'
import type { Container, PodSpec } from '../kubernetes/pod.ts'
import { type Call, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { readDryRun, sayDone, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, selectMeant } from './selection.ts'
import { collected, forEach } from './server-error.ts'

/** `kubectl set image`. (kubectl `pkg/cmd/set`) */
export const set: Verb = {
  name: 'set',
  subcommands: ['env', 'image', 'resources', 'selector', 'serviceaccount', 'subject'],
  flags: [...SELECTING_FLAGS, ...WRITING_FLAGS, { name: 'all', type: 'bool' }, { name: 'local', type: 'bool' }],
  run(call) {
    const [what, ...args] = call.args
    if (what !== 'image') throw failure(`this terminal has no kubectl set ${what}`)
    const start = args.findIndex(arg => arg.includes('='))
    const [resources, pairs] = start < 0 ? [args, []] : [args.slice(0, start), args.slice(start)]
    if (resources.length === 0 && !call.flags.has('filename'))
      throw collected([
        'one or more resources must be specified as <resource> <name> or <resource>/<name>',
        ...(pairs.length === 0 ? ['at least one image update is required'] : []),
      ])
    if (pairs.length === 0) throw failure('at least one image update is required')
    setImages(
      call,
      resources,
      new Map(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
    )
  },
}

function setImages(call: Call, resources: readonly string[], images: ReadonlyMap<string, string>): void {
  const dryRun = readDryRun(call)
  const found = selectMeant({ ...call, args: resources })
  forEach(
    found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object }))),
    ({ resource, object }) => {
      const unknown = [...images.keys()].filter(
        name => name !== '*' && !containersOf(object).some(one => one.name === name),
      )
      if (unknown.length > 0) throw collected(unknown.map(name => `unable to find container named "${name}"`))
      const changed = withImages(object, images)
      const after = dryRun === 'client' ? changed : update(call, resource, changed, dryRun)
      // An image that it has already is not said to be updated, and nothing else is said.
      if (after.metadata.resourceVersion === object.metadata.resourceVersion && dryRun === 'none') return
      sayDone(call, resource, after, 'image updated', dryRun)
    },
    found.flatMap(one => one.missing),
  )
}

function podSpecOf(object: KubeObject): PodSpec | undefined {
  const spec = object['spec'] as (PodSpec & { readonly template?: { readonly spec: PodSpec } }) | undefined
  return object.kind === 'Pod' ? spec : spec?.template?.spec
}

function containersOf(object: KubeObject): readonly Container[] {
  const spec = podSpecOf(object)
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
}

function withImages(object: KubeObject, images: ReadonlyMap<string, string>): KubeObject {
  const podSpec = podSpecOf(object)
  if (!podSpec) throw failure(`${object.kind} has no containers`)
  const change = (container: Container) => {
    const image = images.get(container.name) ?? images.get('*')
    return image === undefined ? container : { ...container, image }
  }
  const spec = {
    ...podSpec,
    containers: podSpec.containers.map(change),
    ...(podSpec.initContainers && { initContainers: podSpec.initContainers.map(change) }),
  }
  if (object.kind === 'Pod') return { ...object, spec }
  const outer = object['spec'] as { readonly template: object }
  return { ...object, spec: { ...outer, template: { ...outer.template, spec } } }
}
