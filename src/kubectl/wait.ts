import { findObject } from '../cluster/cluster.ts'
import type { KubeObject } from '../cluster/object.ts'
import { notFound } from '../cluster/refusal.ts'
import { type Call, failure, type Verb } from './call.ts'
import { minorOf } from './columns.ts'
import { relaxedPath } from './custom-columns.ts'
import { readSeconds } from './go-duration.ts'
import { printGoValue } from './go-format.ts'
import { isRecord } from './json.ts'
import { findAll } from './jsonpath.ts'
import { parseTemplate, type Template, TemplateError } from './jsonpath-parse.ts'
import { waitUntil } from './let-time-pass.ts'
import { partOf } from './part.ts'
import { printKind } from './resource-arguments.ts'
import { SELECTING_FLAGS, select, selectMeant, type Target, targetsOf } from './selection.ts'
import { forEach, ServerError } from './server-error.ts'

/** `--timeout` left out, and the week that a negative one means, in seconds. */
const PATIENCE = 30
const WEEK = 7 * 24 * 3600

/** `kubectl wait`. (kubectl `pkg/cmd/wait`) */
export const wait: Verb = {
  name: 'wait',
  flags: [
    ...SELECTING_FLAGS,
    { name: 'all', type: 'bool' },
    { name: 'for', type: 'list' },
    { name: 'output', short: 'o', type: 'string' },
    { name: 'timeout', type: 'duration' },
  ],
  run(call) {
    const conditions = readConditions(call)
    const asked = call.flags.has('timeout') ? readSeconds(call, 'timeout') : PATIENCE
    const deadline = call.cluster.now + (asked < 0 ? WEEK : asked)
    const isOnce = asked === 0
    if (conditions.includes('create')) waitForCreation(call, deadline)
    const found = selectMeant(call)
    const isDelete = conditions.includes('delete')
    const targets = targetsOf(found).filter(one => !isDelete || typeof one === 'object')
    if (targets.length === 0) {
      if (isDelete) return
      throw failure('no matching resources found')
    }
    forEach(targets, target => {
      for (const condition of conditions) waitFor(call, target, condition, deadline, isOnce)
    })
  },
}

/** What must hold. An error of a condition ends the wait. */
type Condition = 'create' | 'delete' | ((object: KubeObject) => boolean)

function waitFor(call: Call, target: Target, condition: Condition, deadline: number, isOnce: boolean): void {
  const { resource, object } = target
  const { name, namespace, uid } = object.metadata
  const now = (cluster: Call['cluster']) => findObject(cluster, resource, name, namespace)
  const isThere = (cluster: Call['cluster']) => now(cluster)?.metadata.uid === uid
  const holds = (cluster: Call['cluster']) => {
    const current = now(cluster)
    if (condition === 'delete') return !isThere(cluster)
    return condition === 'create' || (current !== undefined && condition(current))
  }
  const isGone = (cluster: Call['cluster']) => condition !== 'create' && condition !== 'delete' && !now(cluster)
  const late = () => failure(`timed out waiting for the condition on ${resource.name}/${name}`)
  // All share the time: once one has used it up, nobody looks at the others. (`RunWaitContext`)
  if (!isOnce && typeof condition === 'function' && call.cluster.now >= deadline) throw late()
  if (isOnce && !holds(call.cluster)) throw failure(`condition not met for ${resource.name}/${name}`)
  if (!waitUntil(call, cluster => holds(cluster) || isGone(cluster), deadline - call.cluster.now)) throw late()
  if (isGone(call.cluster)) throw new ServerError(notFound(resource, name), resource.kind, name)
  const output = call.flags.text('output')
  if (output === '') call.stdout(`${printKind(resource)}/${name} condition met\n`)
  else {
    const current = now(call.cluster) ?? object
    partOf(call.parts, 'formats').printObjects(call, output, [{ resource, object: current }], undefined)
  }
}

/** What is waited for does not have to be there yet. */
function waitForCreation(call: Call, deadline: number): void {
  const isThere = (cluster: Call['cluster']) =>
    select({ ...call, cluster }).some(({ objects, missing }) => objects.length > 0 && missing.length === 0)
  if (!waitUntil(call, isThere, deadline - call.cluster.now)) throw failure('timed out waiting for the condition')
}

function readConditions(call: Call): readonly Condition[] {
  // Until 1.35 there was one, the last.
  const isOne = minorOf(call.cluster.version) < 36
  const texts = isOne ? [call.flags.text('for')] : call.flags.all('for')
  if (texts.length === 0) throw failure('unrecognized condition: []')
  return texts.map(readCondition)
}

function readCondition(text: string): Condition {
  const word = text.toLowerCase()
  if (word === 'delete' || word === 'create') return word
  if (text.startsWith('condition=')) {
    const [type = '', ...value] = text.slice('condition='.length).split('=')
    const wanted = value.length > 0 ? value.join('=') : 'true'
    return object => hasCondition(object, type, wanted)
  }
  if (text.startsWith('jsonpath=')) return readPathCondition(text.slice('jsonpath='.length))
  throw failure(`unrecognized condition: "${text}"`)
}

/** A condition of an older generation than the object does not count. (`checkCondition`) */
function hasCondition(object: KubeObject, type: string, wanted: string): boolean {
  const status = isRecord(object['status']) ? object['status'] : {}
  const conditions: readonly unknown[] = Array.isArray(status['conditions']) ? status['conditions'] : []
  const found = conditions.find(one => isRecord(one) && String(one['type']).toLowerCase() === type.toLowerCase())
  if (!isRecord(found)) return false
  const observed = found['observedGeneration'] ?? status['observedGeneration']
  const { generation } = object.metadata
  if (generation !== undefined && typeof observed === 'number' && observed < generation) return false
  return String(found['status']).toLowerCase() === wanted.toLowerCase()
}

function readPathCondition(text: string): Condition {
  const parts = splitAtEquals(text)
  const [path = '', given] = parts
  if (parts.length > 2)
    throw failure(
      "jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or --for=jsonpath='{.status.readyReplicas}'",
    )
  const relaxed = relaxedPath(path)
  if (!relaxed.ok) throw failure(relaxed.error)
  const wanted = given?.replace(/^['"]+|['"]+$/g, '')
  if (wanted === '')
    throw failure("jsonpath wait has to have a value after equal sign, like --for=jsonpath='{.status.readyReplicas}'=3")
  if (relaxed.value === '') throw failure('jsonpath expression cannot be empty')
  const template = parsed(relaxed.value)
  return object => {
    const [first = [], ...more] = results(template, object)
    if (first.length === 0) return false
    if (more.length > 0) throw failure('given jsonpath expression matches more than one list')
    if (first.length > 1) throw failure('given jsonpath expression matches more than one value')
    const [value] = first
    if (wanted === undefined) return true
    if (isRecord(value) || Array.isArray(value))
      throw failure('jsonpath leads to a nested object or list which is not supported')
    return printGoValue(value).trim() === wanted.trim()
  }
}

function parsed(path: string): Template {
  try {
    return parseTemplate(path)
  } catch (error) {
    throw error instanceof TemplateError ? failure(error.message) : error
  }
}

function results(template: Template, object: KubeObject): readonly (readonly unknown[])[] {
  try {
    return findAll(template, object)
  } catch (error) {
    throw error instanceof TemplateError ? failure(error.message) : error
  }
}

/** Cuts a text at every `=` that stands alone: `==` belongs to the path. (`splitJSONPathInput`) */
function splitAtEquals(text: string): readonly string[] {
  // Two in a row stay together, from the left.
  const pieces = text.match(/==|=|[^=]+/g) ?? []
  const parts: string[] = []
  let part = ''
  for (const piece of pieces) {
    if (piece !== '=') {
      part += piece
      continue
    }
    parts.push(part)
    part = ''
  }
  return [...parts, part]
}
