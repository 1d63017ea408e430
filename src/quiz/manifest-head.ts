import { printYaml } from '../kubectl/yaml-print.ts'
import type { Pod } from '../kubernetes/pod.ts'

/** A pod's manifest as YAML down to `tolerations:`, below which its tolerations are to be written. */
export function printManifestHead({ metadata, spec: { containers, tolerations: _, ...spec } }: Pod): string {
  const rest = { ...(containers.length > 0 && { containers }), ...spec }
  const lines = Object.keys(rest).length > 0 ? printYaml(rest).trimEnd().split('\n') : []
  const head = printYaml({ apiVersion: 'v1', kind: 'Pod', metadata })
  return [head.trimEnd(), 'spec:', ...lines.map(line => `  ${line}`), '  tolerations:', ''].join('\n')
}
