import { INT64, list, named, pointer, STRING, struct } from './schema.ts'

/** (core/v1 `Toleration`) */
export const TOLERATION = struct('v1.Toleration', {
  key: STRING,
  operator: named('v1.TolerationOperator'),
  value: STRING,
  effect: named('v1.TaintEffect'),
  tolerationSeconds: pointer(INT64),
})
export const TOLERATIONS = list(TOLERATION)
