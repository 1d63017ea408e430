import { type FieldError, forbidden } from './field-error.ts'
import { dnsSubdomainComplaints } from './label.ts'
import type { Node } from './node.ts'
import { sameJson } from './same-json.ts'
import type { ServerSettings } from './server-settings.ts'
import { type Naming, objectMetaErrors, objectMetaUpdateErrors } from './validate-object-meta.ts'
import { amountsOf, quantityErrors } from './validate-resources.ts'
import { validateTaints } from './validate-taints.ts'

const NODE_NAMING: Naming = { namespaced: false, nameComplaints: dnsSubdomainComplaints }

/** What the API server refuses in a new node, in its order. (core/validation `ValidateNode`) */
export function validateNewNode(node: Node, settings: ServerSettings = {}): readonly FieldError[] {
  return [
    ...objectMetaErrors(node.metadata, NODE_NAMING, settings.version),
    ...validateTaints(node.spec?.taints ?? [], 'metadata.taints', settings),
    ...amountsErrors(node),
  ]
}

/**
 * What the API server refuses in an update of a node; taints and `unschedulable` change freely, an address range and a
 * provider's id only once. (core/validation `ValidateNodeUpdate`, `ValidateNode`)
 */
export function validateNodeUpdate(node: Node, old: Node, settings: ServerSettings = {}): readonly FieldError[] {
  const errors: FieldError[] = [
    ...objectMetaUpdateErrors(node.metadata, old.metadata, settings.version),
    ...validateNewNode(node, settings),
  ]
  const cidrs = old.spec?.podCIDRs ?? []
  if (cidrs.length > 0 && !sameJson(cidrs, node.spec?.podCIDRs)) {
    const detail = 'node updates may not change podCIDR except from "" to valid'
    errors.push(forbidden('spec.podCIDRs', 'pod-cidr-changed', detail))
  }
  const providerID = old.spec?.providerID
  if (providerID && providerID !== node.spec?.providerID) {
    const detail = 'node updates may not change providerID except from "" to valid'
    errors.push(forbidden('spec.providerID', 'provider-id-changed', detail))
  }
  return errors
}

function amountsErrors({ status = {} }: Node): readonly FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap(field =>
    amountsOf(status[field] ?? {}).flatMap(({ name, amount }) =>
      quantityErrors(name, amount, `status.${field}.${name}`),
    ),
  )
}
