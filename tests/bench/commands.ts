import { presetCluster } from '../../src/cluster/presets.ts'
import { run } from '../../src/shell/run.ts'
import { newSession, type Session } from '../../src/shell/session.ts'
import { cheapest } from './measure.ts'

/** What one types at an exam. */
const LINES = [
  'kubectl get nodes -o wide',
  'k get pods -A | grep kube-proxy | wc -l',
  'kubectl create deployment web --image=nginx:1.27 --replicas=6',
  'kubectl rollout status deployment web',
  'kubectl get pods -o wide --sort-by=.spec.nodeName',
  'kubectl taint node kind-worker gpu=true:NoExecute',
  'kubectl describe node kind-worker | grep -A 3 Taints',
  'kubectl get nodes -o jsonpath=\'{range .items[*]}{.metadata.name}{"\\t"}{.spec.taints[*].key}{"\\n"}{end}\'',
  'kubectl run batch --image=nginx:1.27 --dry-run=client -o yaml > pod.yaml',
  'kubectl apply -f pod.yaml && kubectl wait --for=condition=Ready pod/batch',
  'kubectl explain pod.spec.tolerations',
  'kubectl drain kind-worker2 --ignore-daemonsets --delete-emptydir-data --force',
  'kubectl get events --sort-by=.lastTimestamp | tail -5',
  'kubectl uncordon kind-worker2; kubectl taint node kind-worker gpu-',
  'kubectl scale deployment web --replicas=2',
  'kubectl describe deployment web',
  'kubectl delete deployment web; kubectl delete pod batch --now',
]

/** Lines that would go on for long, were they not stopped or had they nothing to wait for. */
const LONG_LINES: readonly (readonly ['kind' | 'broken' | 'large', readonly string[], string])[] = [
  ['kind', [], 'kubectl create deploy x --image=nginx --replicas=20000'],
  ['kind', ['kubectl create deploy x --image=nginx --replicas=20000'], 'sleep 999999999'],
  ['kind', ['kubectl run x --image=nginx'], 'kubectl wait pod/x --for=delete --timeout=10000h'],
  ['broken', [], 'kubectl delete pod --all'],
  ['large', [], 'kubectl taint nodes --all x=y:NoExecute'],
  ['large', [], 'kubectl drain -l kubernetes.io/os=linux --ignore-daemonsets --delete-emptydir-data --force'],
  ['large', [], 'kubectl get pods -A -o yaml'],
]

export function* commandFigures(): Iterable<string> {
  for (const preset of ['kind', 'large'] as const) {
    const session = newSession(presetCluster(preset))
    const { processor } = cheapest(5, () => typed(session, LINES))
    yield `a session of ${LINES.length} lines typed on ${preset}: ${Math.round(processor)} ms, ${Math.round(LINES.length / (processor / 1000))} lines a second`
  }
  for (const [preset, before, line] of LONG_LINES) {
    const session = typed(newSession(presetCluster(preset)), before)
    yield `${line}, on ${preset}: ${Math.round(cheapest(2, () => typed(session, [line])).processor)} ms`
  }
}

function typed(session: Session, lines: readonly string[]): Session {
  return lines.reduce((current, line) => run(current, line).session, session)
}
