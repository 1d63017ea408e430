import { ANYTHING, always, BOOL, INT64, list, map, named, pointer, STRING, struct } from './schema.ts'
import { TIME } from './time.ts'

/** (meta/v1 `ObjectMeta`) */
export const OBJECT_META = struct('v1.ObjectMeta', {
  name: STRING,
  generateName: STRING,
  namespace: STRING,
  selfLink: STRING,
  uid: named('types.UID'),
  resourceVersion: STRING,
  generation: INT64,
  creationTimestamp: pointer(TIME),
  deletionTimestamp: pointer(TIME),
  deletionGracePeriodSeconds: pointer(INT64),
  labels: map(STRING),
  annotations: map(STRING),
  ownerReferences: list(
    struct('v1.OwnerReference', {
      apiVersion: always(STRING),
      kind: always(STRING),
      name: always(STRING),
      uid: always(named('types.UID')),
      controller: pointer(BOOL),
      blockOwnerDeletion: pointer(BOOL),
    }),
  ),
  finalizers: list(STRING),
  managedFields: list(ANYTHING),
})

/** `kind` and `apiVersion`, which every object has beside its own fields. (meta/v1 `TypeMeta`) */
export const TYPE_META = { kind: STRING, apiVersion: STRING } as const
