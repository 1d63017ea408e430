import { quoteGo } from '../kubernetes/go-text.ts'
import type { Status } from '../kubernetes/status.ts'
import { type ApiResource, qualifiedName } from './api-resource.ts'

/** `pods "web" not found`. (apimachinery `NewNotFound`) */
export function notFound(resource: ApiResource, name: string): Status {
  return refusal(404, 'NotFound', `${qualifiedName(resource)} ${quoteGo(name)} not found`)
}

/** The answer to a kind that nothing serves. (apiserver: no handler for the URL) */
export function unknownResource(): Status {
  return refusal(404, 'NotFound', 'the server could not find the requested resource')
}

/** The answer to a kind that this cluster has no controller for: better none than one that does nothing. */
export function notSimulated(resource: ApiResource): Status {
  return refusal(501, 'NotImplemented', `${qualifiedName(resource)} are not simulated in this cluster`)
}

/** `pods "web" already exists`. (apimachinery `NewAlreadyExists`) */
export function alreadyExists(resource: ApiResource, name: string): Status {
  return refusal(409, 'AlreadyExists', `${qualifiedName(resource)} ${quoteGo(name)} already exists`)
}

/** The answer to a write that the present state does not allow. (apimachinery `NewConflict`) */
export function conflict(resource: string, name: string, text: string): Status {
  return refusal(409, 'Conflict', `Operation cannot be fulfilled on ${resource} ${quoteGo(name)}: ${text}`)
}

/** What a PodDisruptionBudget answers to an eviction. (registry/core/pod/storage `eviction.go`) */
export function wouldViolate(budget: string, needed: number, healthy: number): Status {
  return {
    ...refusal(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget."),
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget ${budget} needs ${needed} healthy pods and has ${healthy} currently`,
        field: '',
      },
    ],
  }
}

export function refusal(code: number, reason: string, message: string): Status {
  return { code, reason, message, causes: [] }
}
