import type { KubeObject } from '../cluster/object.ts'
import type { Container, PodSpec } from '../kubernetes/pod.ts'
import { failure } from './call.ts'

/** The pod that an object is or makes; `undefined` for one that has none. */
export function podSpecOf(object: KubeObject): PodSpec | undefined {
  const spec = object['spec'] as (PodSpec & { readonly template?: { readonly spec: PodSpec } }) | undefined
  return object.kind === 'Pod' ? spec : spec?.template?.spec
}

/**
 * The object with another pod in it. Throws a `Failure` for one that has none.
 * (polymorphichelpers `UpdatePodSpecForObject`)
 */
export function withPodSpec(object: KubeObject, change: (spec: PodSpec) => PodSpec): KubeObject {
  const podSpec = podSpecOf(object)
  if (!podSpec) throw failure(`the object is not a pod or does not have a pod template: ${object.kind}`)
  const spec = change(podSpec)
  if (object.kind === 'Pod') return { ...object, spec }
  const outer = object['spec'] as { readonly template: object }
  return { ...object, spec: { ...outer, template: { ...outer.template, spec } } }
}

/** Whether a pattern names a container: `*` stands for any letters. (kubectl `selectString`) */
export function namesContainer(pattern: string, { name }: Container): boolean {
  const parts = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(name)
}
