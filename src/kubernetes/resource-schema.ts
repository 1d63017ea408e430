import { parseQuantity, printQuantity, roundUpToMilli } from './quantity.ts'
import { map, pointer, type ReadCustom, type Schema, struct } from './schema.ts'

/** An amount in an object, kept as its canonical text. */
export const QUANTITY: Schema = { kind: 'custom', go: 'resource.Quantity', read: readQuantity(false) }

/** Amounts by resource, each rounded up to whole thousandths as the API keeps them. (core/v1 `ResourceList`) */
export const RESOURCE_LIST = map(
  { kind: 'custom', go: 'resource.Quantity', read: readQuantity(true) },
  'v1.ResourceList',
)

/** (core/v1 `ResourceRequirements`) */
export const RESOURCE_REQUIREMENTS = struct('v1.ResourceRequirements', {
  limits: RESOURCE_LIST,
  requests: RESOURCE_LIST,
  claims: pointer({ kind: 'anything', go: '[]v1.ResourceClaim' }),
})

/** Whatever stands in the JSON is taken as text, without the quotes and spaces round it. (`Quantity.UnmarshalJSON`) */
function readQuantity(inMilli: boolean): ReadCustom {
  return value => {
    if (value === null) return { ok: true, value: '0' }
    // A list or an object is no amount however it is written out.
    const parsed = parseQuantity(typeof value === 'object' ? '' : String(value).trim())
    if (!parsed.ok) return { ok: false, refused: parsed.issue }
    return { ok: true, value: printQuantity(inMilli ? roundUpToMilli(parsed.value) : parsed.value) }
  }
}
