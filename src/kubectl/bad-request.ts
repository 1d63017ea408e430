import { Failure } from './call.ts'

/** What the server says of a request that it cannot read. */
export function badRequest(text: string): Failure {
  return new Failure(`Error from server (BadRequest): ${text}\n`)
}
