/** `metadata` of every object. (apimachinery `meta/v1` `ObjectMeta`) */
export interface ObjectMeta {
  readonly name?: string
  /** A prefix to which the API server adds five random characters when `name` is left out. */
  readonly generateName?: string
  readonly namespace?: string
  readonly uid?: string
  readonly resourceVersion?: string
  readonly generation?: number
  /** RFC 3339. */
  readonly creationTimestamp?: string
  /** RFC 3339: when the object is to be gone; there once it is being deleted. */
  readonly deletionTimestamp?: string
  readonly deletionGracePeriodSeconds?: number
  readonly labels?: Labels
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly OwnerReference[]
  readonly finalizers?: readonly string[]
  readonly selfLink?: string
  readonly managedFields?: readonly Readonly<Record<string, unknown>>[]
}

export type Labels = Readonly<Record<string, string>>

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
  readonly blockOwnerDeletion?: boolean
}
