import type { ApiResource } from '../cluster/api-resource.ts'
import type { Manifest } from '../cluster/object.ts'

/** One object that a file describes. */
export interface FileObject {
  readonly resource: ApiResource
  readonly manifest: Manifest
  /** The file's name as given; `STDIN` for what was piped in. */
  readonly source: string
}
