export function answerOf(preset: string, command: string): string {
  if (command.includes('-o yaml') && command.includes('pods'))
    return 'items:\n- spec:\n    tolerations:\n    - operator: Exists\n'
  if (command.includes('-o yaml'))
    return 'spec:\n  template:\n    spec:\n      tolerations:\n      - operator: Exists\n'
  return 'NAME               READY   STATUS    RESTARTS   AGE   IP           NODE                 NOMINATED NODE   READINESS GATES\nkube-proxy-4x7vn   1/1     Running   0          78m   172.18.0.3   kind-control-plane   <none>           <none>\n'
}
