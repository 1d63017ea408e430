/** Amounts by resource name: `cpu`, `memory`, `pods`, `ephemeral-storage`, `example.com/gpu`; each a quantity as written. */
export type ResourceList = Readonly<Record<string, string>>
