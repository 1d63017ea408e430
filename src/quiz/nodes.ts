import type { Node } from '../kubernetes/node.ts'
import type { Choice } from './choice.ts'
import { lookAtDoor } from './door.ts'
import type { NodesQuestion } from './question.ts'

/** Which nodes can the scheduler choose: each is `in` or `out`, and one that is not ticked is out. */
export function chooseNodes({ nodes, pod }: NodesQuestion): Choice {
  return {
    items: nodes.map(node => ({ item: nodeName(node), options: ['in', 'out'], otherwise: 'out' })),
    solve: rules => {
      const chosen = rules.choosable(pod, nodes)
      return Object.fromEntries(nodes.map(node => [nodeName(node), chosen.includes(node) ? 'in' : 'out']))
    },
    explain: item => ({ why: lookAtDoor(pod, findNode(nodes, item)).reasons }),
  }
}

/** The node of this name. Throws where there is none. */
export function findNode(nodes: readonly Node[], name: string): Node {
  const node = nodes.find(candidate => nodeName(candidate) === name)
  if (!node) throw new Error(`no node ${name}`)
  return node
}

/** The node's name, which every node of a question has. */
export function nodeName(node: Node): string {
  if (!node.metadata.name) throw new Error('a node without a name')
  return node.metadata.name
}
