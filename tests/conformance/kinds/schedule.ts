import { isDeepStrictEqual } from 'node:util'
import type { Gates } from '../../../src/kubernetes/gates.ts'
import type { Pod } from '../../../src/kubernetes/pod.ts'
import type { Refusal } from '../../../src/scheduling/filters.ts'
import type { SchedulingState } from '../../../src/scheduling/node-table.ts'
import { type Decision, schedule as decide } from '../../../src/scheduling/schedule.ts'
import { printDecision, printPostFilter, printReasons } from '../../../src/scheduling/scheduling-message.ts'
import { mayBeResolved } from '../../../src/scheduling/verdict.ts'
import type { Outcome } from '../kinds.ts'

interface Schedule {
  readonly case: string
  readonly input: SchedulingState & { readonly pod: Pod; readonly gates?: Gates }
  readonly expect: Readonly<Record<string, unknown>>
}

/** One pod to place: what each filter and each score says, where it goes, what is said about it, and whom it displaces. */
export function* schedule({ case: name, input, expect }: Schedule): Iterable<Outcome> {
  const { pod, gates, ...state } = input
  const got = observe(decide(state, pod, gates ? { gates } : {}), pod)
  yield isDeepStrictEqual(got, expect) ? { name } : { name, disagreement: { input, expected: expect, got } }
}

function observe(decision: Decision, pod: Pod): Schedule['expect'] {
  const { nodes, named, refusal, schedulerError, preemption, best } = decision
  const feasible = nodes.filter(node => !node.refusal)
  // A pod that has its node never reaches the queue: what comes after the filters was not recorded.
  const queued = !pod.spec.nodeName
  const refused = nodes.filter(node => node.refusal && (isLookedAt(node.refusal) || (queued && feasible.length === 0)))
  const scored = feasible.length > 1 && !schedulerError
  return {
    feasible: feasible.map(({ name }) => name).sort(),
    nodes: Object.fromEntries(refused.map(node => [node.name, node.refusal && status(node.refusal)])),
    ...(named && { preFilterNodes: [...named.names].sort(), preFilterPlugins: [...named.plugins].sort() }),
    ...(refusal && { preFilter: status(refusal) }),
    ...(scored && {
      raw: Object.fromEntries(
        feasible.map(({ name, scores }) => [name, Object.fromEntries(scores.map(({ plugin, raw }) => [plugin, raw]))]),
      ),
      scores: Object.fromEntries(
        feasible.map(({ name, scores, total }) => [
          name,
          { ...Object.fromEntries(scores.map(({ plugin, weighted }) => [plugin, weighted])), total },
        ]),
      ),
    }),
    ...(schedulerError && { schedulerError }),
    ...(queued && best.length > 0 && { best: [...best].sort() }),
    ...(queued && best.length < 2 && { message: printDecision(decision, pod) }),
    ...(queued && preemption && { postFilter: printPostFilter(decision) }),
    ...(queued &&
      preemption?.outcome === 'found' && {
        nominatedNode: preemption.node,
        victims: preemption.victims.map(({ namespace, pod: victim }) => `${namespace}/${victim.metadata.name}`).sort(),
      }),
  }
}

function isLookedAt({ plugin, reason }: Refusal): boolean {
  return plugin !== undefined || reason.code !== 'not-among-named'
}

function status({ plugin, reason }: Refusal): object {
  const code = mayBeResolved(reason) ? 'Unschedulable' : 'UnschedulableAndUnresolvable'
  return { plugin: plugin ?? '', code, reasons: printReasons(reason) }
}
