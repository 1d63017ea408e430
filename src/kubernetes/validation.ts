import type { FieldError } from './field-error.ts'
import type { KindRules } from './kind-rules.ts'
import { dnsLabelComplaints, dnsSubdomainComplaints } from './label.ts'
import type { Node } from './node.ts'
import type { Pod } from './pod.ts'
import type { ApiObject } from './prepare.ts'
import type { PriorityClass } from './priority-class.ts'
import type { ServerSettings } from './server-settings.ts'
import { validateNewNode, validateNodeUpdate } from './validate-node.ts'
import { objectMetaErrors, objectMetaUpdateErrors } from './validate-object-meta.ts'
import { preemptionPolicyErrors, validateNewPod } from './validate-pod.ts'
import { validatePodUpdate } from './validate-pod-update.ts'
import { validateNewWorkload, validateWorkloadUpdate, type Workload } from './validate-workload.ts'

/** What the API server refuses in a new object, defaults and admission done; of most kinds it is only the metadata. */
export function newErrors(object: unknown, rules: KindRules, settings: ServerSettings): readonly FieldError[] {
  switch (`${rules.group}/${rules.kind}`) {
    case '/Pod':
      return validateNewPod(object as Pod, settings)
    case '/Node':
      return validateNewNode(object as Node, settings)
    case 'apps/DaemonSet':
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
      return validateNewWorkload(object as Workload, settings)
  }
  const nameComplaints = rules.resource === 'namespaces' ? dnsLabelComplaints : dnsSubdomainComplaints
  const naming = { namespaced: rules.namespaced, nameComplaints }
  return [...objectMetaErrors((object as ApiObject).metadata, naming, settings.version), ...ownErrors(object, rules)]
}

/** What is wrong beside the metadata in the kinds of which little is looked at. (scheduling/validation) */
function ownErrors(object: unknown, { kind }: KindRules): readonly FieldError[] {
  return kind === 'PriorityClass'
    ? preemptionPolicyErrors((object as PriorityClass).preemptionPolicy, 'preemptionPolicy')
    : []
}

/** What it refuses in an update of `old`, which is stored. */
export function updateErrors(
  object: unknown,
  old: unknown,
  rules: KindRules,
  settings: ServerSettings,
): readonly FieldError[] {
  switch (`${rules.group}/${rules.kind}`) {
    case '/Pod':
      return validatePodUpdate(object as Pod, old as Pod, settings)
    case '/Node':
      return validateNodeUpdate(object as Node, old as Node, settings)
    case 'apps/DaemonSet':
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
      return validateWorkloadUpdate(object as Workload, old as Workload, settings)
  }
  const { metadata } = object as ApiObject
  return [
    ...objectMetaUpdateErrors(metadata, (old as ApiObject).metadata, settings.version),
    ...ownErrors(object, rules),
  ]
}
