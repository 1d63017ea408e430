/**
 * The default scheduler profile of 1.37: which plugins run at which extension point, in running order, and what each
 * score weighs. Those that look at volumes, at resource claims and at declared features are listed for completeness:
 * nothing here has any, so that they accept every node and score 0. (scheduler `apis/config/v1` `getDefaultPlugins`)
 */
export const FILTER_PLUGINS = [
  'NodeName',
  'NodeUnschedulable',
  'TaintToleration',
  'NodeAffinity',
  'NodePorts',
  'NodeResourcesFit',
  'VolumeRestrictions',
  'NodeVolumeLimits',
  'VolumeBinding',
  'VolumeZone',
  'PodTopologySpread',
  'InterPodAffinity',
  'DynamicResources',
  'NodeDeclaredFeatures',
] as const
export type FilterPlugin = (typeof FILTER_PLUGINS)[number]

/** What has its turn when no node is left. */
export const POST_FILTER_PLUGINS = ['DynamicResources', 'DefaultPreemption'] as const

/** In running order; a score is normalised to 0…100 and then multiplied by this. */
export const SCORE_WEIGHTS = {
  TaintToleration: 3,
  NodeAffinity: 2,
  NodeResourcesFit: 1,
  VolumeBinding: 1,
  PodTopologySpread: 2,
  InterPodAffinity: 2,
  DynamicResources: 2,
  NodeResourcesBalancedAllocation: 1,
  ImageLocality: 1,
} as const
export type ScorePlugin = keyof typeof SCORE_WEIGHTS
export const SCORE_PLUGINS = Object.keys(SCORE_WEIGHTS) as readonly ScorePlugin[]

/** The highest score of one plugin before it is weighted. */
export const MAX_SCORE = 100
