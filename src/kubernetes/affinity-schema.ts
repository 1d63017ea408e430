import { always, INT32, list, named, pointer, STRING, struct } from './schema.ts'
import { LABEL_SELECTOR, NODE_SELECTOR_TERM } from './selector-schema.ts'

const POD_AFFINITY_TERM = struct('v1.PodAffinityTerm', {
  labelSelector: pointer(LABEL_SELECTOR),
  namespaces: list(STRING),
  topologyKey: always(STRING),
  namespaceSelector: pointer(LABEL_SELECTOR),
  matchLabelKeys: list(STRING),
  mismatchLabelKeys: list(STRING),
})

const POD_AFFINITY_FIELDS = {
  requiredDuringSchedulingIgnoredDuringExecution: list(POD_AFFINITY_TERM),
  preferredDuringSchedulingIgnoredDuringExecution: list(
    struct('v1.WeightedPodAffinityTerm', { weight: always(INT32), podAffinityTerm: always(POD_AFFINITY_TERM) }),
  ),
}

/** (core/v1 `Affinity`) */
export const AFFINITY = struct('v1.Affinity', {
  nodeAffinity: pointer(
    struct('v1.NodeAffinity', {
      requiredDuringSchedulingIgnoredDuringExecution: pointer(
        struct('v1.NodeSelector', { nodeSelectorTerms: always(list(NODE_SELECTOR_TERM)) }),
      ),
      preferredDuringSchedulingIgnoredDuringExecution: list(
        struct('v1.PreferredSchedulingTerm', { weight: always(INT32), preference: always(NODE_SELECTOR_TERM) }),
      ),
    }),
  ),
  podAffinity: pointer(struct('v1.PodAffinity', POD_AFFINITY_FIELDS)),
  podAntiAffinity: pointer(struct('v1.PodAntiAffinity', POD_AFFINITY_FIELDS)),
})

/** (core/v1 `TopologySpreadConstraint`) */
export const TOPOLOGY_SPREAD_CONSTRAINTS = list(
  struct('v1.TopologySpreadConstraint', {
    maxSkew: always(INT32),
    topologyKey: always(STRING),
    whenUnsatisfiable: always(named('v1.UnsatisfiableConstraintAction')),
    labelSelector: pointer(LABEL_SELECTOR),
    minDomains: pointer(INT32),
    nodeAffinityPolicy: pointer(named('v1.NodeInclusionPolicy')),
    nodeTaintsPolicy: pointer(named('v1.NodeInclusionPolicy')),
    matchLabelKeys: list(STRING),
  }),
)
