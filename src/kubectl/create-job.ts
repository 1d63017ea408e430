import type { Manifest } from '../cluster/object.ts'
import { type Call, failure } from './call.ts'

/** `kubectl create job NAME --image=IMAGE`. (kubectl `pkg/cmd/create/create_job.go`) */
export function job(call: Call, name: string): Manifest {
  const [image, from] = [call.flags.list('image'), call.flags.text('from')]
  if ((image.length === 0) === (from === '')) throw failure('either --image or --from must be specified')
  if (from !== '' && call.afterDash.length > 0) throw failure('cannot specify --from and command')
  if (from !== '') throw failure('this terminal makes no job from another object')
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, ...placeIn(call) },
    spec: { template: template(call, name, 'Never') },
    status: {},
  }
}

/** `kubectl create cronjob NAME --image=IMAGE --schedule=SCHEDULE`. (kubectl `pkg/cmd/create/create_cronjob.go`) */
export function cronJob(call: Call, name: string): Manifest {
  const missing = ['image', 'schedule'].filter(flag => !call.flags.has(flag)).map(flag => `"${flag}"`)
  if (missing.length > 0) throw failure(`required flag(s) ${missing.join(', ')} not set`)
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name, ...placeIn(call) },
    spec: {
      schedule: call.flags.text('schedule'),
      jobTemplate: {
        metadata: { name },
        spec: { template: template(call, name, call.flags.text('restart') || 'OnFailure') },
      },
    },
    status: {},
  }
}

function template({ flags, afterDash }: Call, name: string, restartPolicy: string) {
  const container = {
    name,
    image: flags.list('image').join(','),
    ...(afterDash.length > 0 && { command: afterDash }),
    resources: {},
  }
  return { metadata: {}, spec: { containers: [container], restartPolicy } }
}

function placeIn(call: Call): { readonly namespace?: string } {
  return call.flags.has('namespace') ? { namespace: call.namespace } : {}
}
