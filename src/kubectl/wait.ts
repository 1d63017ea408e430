import type { ApiResource } from '../cluster/api-resource.ts'
import { findObject } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { type Call, failure, type Verb } from './call.ts'
import { relaxedPath } from './custom-columns.ts'
import { readSeconds } from './go-duration.ts'
import { printGoValue } from './go-format.ts'
import { findAll } from './jsonpath.ts'
import { parseTemplate, TemplateError } from './jsonpath-parse.ts'
import { waitUntil } from './let-time-pass.ts'
import { printKind } from './resource-arguments.ts'
import { SELECTING_FLAGS, select } from './selection.ts'
import { forEach } from './server-error.ts'

/** `--timeout` left out, and the week that a negative one means, in seconds. */
const PATIENCE = 30
const WEEK = 7 * 24 * 3600

/** `kubectl wait`. (kubectl `pkg/cmd/wait`) */
export const wait: Verb = {
  name: 'wait',
  flags: [
    ...SELECTING_FLAGS,
    { name: 'all', type: 'bool' },
    { name: 'for', type: 'string' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'timeout', type: 'string' },
  ],
  run(call) {
    const holds = readCondition(call.flags.text('for'))
    if (call.args.length === 0 && !call.flags.has('filename')) throw failure('no resources were given to wait for')
    const asked = call.flags.has('timeout') ? readSeconds(call, 'timeout') : PATIENCE
    const deadline = call.cluster.now + (asked < 0 ? WEEK : asked)
    const found = select(call)
    const targets = found.flatMap(({ resource, objects }) => objects.map(object => ({ resource, object })))
    const isDelete = holds === 'gone'
    const missing = isDelete ? [] : found.flatMap(one => one.missing)
    if (targets.length === 0 && missing.length === 0) {
      if (isDelete) return
      throw failure('no matching resources found')
    }
    forEach(targets, target => waitFor(call, target.resource, target.object, holds, deadline), missing)
  },
}

type Condition = 'gone' | 'there' | ((object: KubeObject) => boolean)

function waitFor(call: Call, resource: ApiResource, object: KubeObject, holds: Condition, deadline: number): void {
  const { name, namespace, uid } = object.metadata
  const done = (cluster: Call['cluster']) => {
    const now = findObject(cluster, resource, name, namespace)
    if (holds === 'gone') return now?.metadata.uid !== uid
    return now !== undefined && (holds === 'there' || holds(now))
  }
  if (!waitUntil(call, done, deadline - call.cluster.now))
    throw failure(`timed out waiting for the condition on ${resource.name}/${name}`)
  call.stdout(`${printKind(resource)}/${name} condition met\n`)
}

function readCondition(text: string): Condition {
  if (text === 'delete') return 'gone'
  if (text === 'create') return 'there'
  if (text.startsWith('condition=')) {
    const [type = '', wanted = 'true'] = text.slice('condition='.length).split('=')
    return object => hasCondition(object, type, wanted)
  }
  if (text.startsWith('jsonpath=')) return readPathCondition(text.slice('jsonpath='.length))
  throw failure(`unrecognized condition: "${text}"`)
}

function hasCondition(object: KubeObject, type: string, wanted: string): boolean {
  const { conditions = [] } = (object['status'] ?? {}) as {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[]
  }
  return conditions.some(
    one => one.type.toLowerCase() === type.toLowerCase() && one.status.toLowerCase() === wanted.toLowerCase(),
  )
}

function readPathCondition(text: string): Condition {
  const close = text.lastIndexOf('}')
  const equals = text.indexOf('=', close < 0 ? 0 : close)
  const [path, wanted] = equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)]
  const relaxed = relaxedPath(path.replace(/^'|'$/g, ''))
  if (!relaxed.ok) throw failure(relaxed.error)
  try {
    const template = parseTemplate(relaxed.value)
    return object => {
      const found = findAll(template, object).flat()
      return wanted === undefined ? found.length > 0 : found.length === 1 && printGoValue(found[0]) === wanted
    }
  } catch (error) {
    throw error instanceof TemplateError ? failure(error.message) : error
  }
}
