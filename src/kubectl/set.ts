import type { KubeObject } from '../cluster/object.ts'
import type { Container } from '../kubernetes/pod.ts'
import { sameJson } from '../kubernetes/same-json.ts'
import { type Call, failure, type Verb } from './call.ts'
import { update } from './client.ts'
import { podSpecOf, withPodSpec } from './pod-template.ts'
import { readDryRun, sayTyped, WRITING_FLAGS } from './result-line.ts'
import { SELECTING_FLAGS, selectMeant, targetsOf } from './selection.ts'
import { collected, forEach } from './server-error.ts'
import { setEnv } from './set-env.ts'
import { changePods } from './set-pod.ts'
import { setResources } from './set-resources.ts'
import { setSelector } from './set-selector.ts'

/** `kubectl set`: one thing of a workload's pods, or of a Service. (kubectl `pkg/cmd/set`) */
export const set: Verb = {
  name: 'set',
  subcommands: ['env', 'image', 'resources', 'sa', 'selector', 'serviceaccount', 'subject'],
  flags: [
    ...SELECTING_FLAGS,
    ...WRITING_FLAGS,
    { name: 'all', type: 'bool' },
    { name: 'containers', short: 'c', type: 'string' },
    { name: 'env', short: 'e', type: 'string' },
    { name: 'from', type: 'string' },
    { name: 'keys', type: 'list' },
    { name: 'limits', type: 'string' },
    { name: 'list', type: 'bool' },
    { name: 'overwrite', type: 'bool' },
    { name: 'prefix', type: 'string' },
    { name: 'requests', type: 'string' },
  ],
  run(call) {
    const [what = '', ...args] = call.args
    switch (what) {
      case 'env':
        setEnv(call, args)
        return
      case 'image':
        setImage(call, args)
        return
      case 'resources':
        setResources(call, args)
        return
      case 'selector':
        setSelector(call, args)
        return
      case 'sa':
      case 'serviceaccount':
        setServiceAccount(call, args)
        return
      default:
        throw failure(`this terminal has no kubectl set ${what}`)
    }
  },
}

function setImage(call: Call, args: readonly string[]): void {
  const start = args.findIndex(arg => arg.indexOf('=') > 0)
  const [resources, pairs] = start < 0 ? [args, []] : [args.slice(0, start), args.slice(start)]
  const late = pairs.find(pair => !pair.includes('='))
  if (late !== undefined) throw failure(`all resources must be specified before image changes: ${late}`)
  if (pairs.length === 0) {
    // What is named is looked at first.
    selectMeant({ ...call, args: resources })
    throw failure('at least one image update is required')
  }
  setImages(
    call,
    resources,
    new Map(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
  )
}

function setImages(call: Call, resources: readonly string[], images: ReadonlyMap<string, string>): void {
  const dryRun = readDryRun(call)
  const found = selectMeant({ ...call, args: resources })
  forEach(targetsOf(found), ({ resource, object }) => {
    const unknown = [...images.keys()].filter(
      name => name !== '*' && !containersOf(object).some(one => one.name === name),
    )
    const changed = withImages(object, images)
    const after = dryRun === 'client' ? changed : update(call, resource, changed, dryRun)
    // An image that it has already is not said to be updated, and nothing else is said.
    if (!sameJson(after, object)) sayTyped(call, resource, after, 'image updated', dryRun)
    if (unknown.length > 0) throw collected(unknown.map(name => `error: unable to find container named "${name}"`))
  })
}

function containersOf(object: KubeObject): readonly Container[] {
  const spec = podSpecOf(object)
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
}

function withImages(object: KubeObject, images: ReadonlyMap<string, string>): KubeObject {
  const change = (container: Container) => {
    const image = images.get(container.name) ?? images.get('*')
    return image === undefined ? container : { ...container, image }
  }
  return withPodSpec(object, spec => ({
    ...spec,
    containers: spec.containers.map(change),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(change) }),
  }))
}

/** `kubectl set serviceaccount`: the last word is the account. (kubectl `pkg/cmd/set/set_serviceaccount.go`) */
function setServiceAccount(call: Call, args: readonly string[]): void {
  const account = args.at(-1)
  if (account === undefined) throw failure('serviceaccount is required')
  changePods(call, {
    resources: args.slice(0, -1),
    done: 'serviceaccount updated',
    always: true,
    refused: 'failed to patch ServiceAccountName ',
    change: ({ serviceAccount: _, ...spec }) => ({ ...spec, serviceAccountName: account }),
  })
}
