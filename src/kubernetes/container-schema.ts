import { INT_OR_STRING } from './int-or-percent.ts'
import { QUANTITY, RESOURCE_REQUIREMENTS } from './resource-schema.ts'
import { ANYTHING, always, BOOL, INT32, INT64, list, named, pointer, STRING, struct } from './schema.ts'

const EXEC = pointer(struct('v1.ExecAction', { command: list(STRING) }))
const TCP_SOCKET = pointer(struct('v1.TCPSocketAction', { port: always(INT_OR_STRING), host: STRING }))
const HTTP_GET = pointer(
  struct('v1.HTTPGetAction', {
    path: STRING,
    port: always(INT_OR_STRING),
    host: STRING,
    scheme: named('v1.URIScheme'),
    httpHeaders: list(struct('v1.HTTPHeader', { name: always(STRING), value: always(STRING) })),
  }),
)

const PROBE = pointer(
  struct('v1.Probe', {
    exec: EXEC,
    httpGet: HTTP_GET,
    tcpSocket: TCP_SOCKET,
    grpc: pointer(struct('v1.GRPCAction', { port: always(INT32), service: pointer(STRING) })),
    initialDelaySeconds: INT32,
    timeoutSeconds: INT32,
    periodSeconds: INT32,
    successThreshold: INT32,
    failureThreshold: INT32,
    terminationGracePeriodSeconds: pointer(INT64),
  }),
)

const LIFECYCLE_HANDLER = pointer(
  struct('v1.LifecycleHandler', {
    exec: EXEC,
    httpGet: HTTP_GET,
    tcpSocket: TCP_SOCKET,
    sleep: pointer(struct('v1.SleepAction', { seconds: always(INT64) })),
  }),
)

/** One key of a ConfigMap or a Secret. */
function keySelector(go: string) {
  return pointer(struct(go, { name: STRING, key: always(STRING), optional: pointer(BOOL) }))
}

/** A whole ConfigMap or Secret. */
function envSource(go: string) {
  return pointer(struct(go, { name: STRING, optional: pointer(BOOL) }))
}

/** (core/v1 `ObjectFieldSelector`) */
const FIELD_REF = pointer(struct('v1.ObjectFieldSelector', { apiVersion: STRING, fieldPath: always(STRING) }))

const RESOURCE_FIELD_REF = pointer(
  struct('v1.ResourceFieldSelector', { containerName: STRING, resource: always(STRING), divisor: always(QUANTITY) }),
)

const CONTAINER_FIELDS = {
  name: always(STRING),
  image: STRING,
  command: list(STRING),
  args: list(STRING),
  workingDir: STRING,
  ports: list(
    struct('v1.ContainerPort', {
      name: STRING,
      hostPort: INT32,
      containerPort: always(INT32),
      protocol: named('v1.Protocol'),
      hostIP: STRING,
    }),
  ),
  envFrom: list(
    struct('v1.EnvFromSource', {
      prefix: STRING,
      configMapRef: envSource('v1.ConfigMapEnvSource'),
      secretRef: envSource('v1.SecretEnvSource'),
    }),
  ),
  env: list(
    struct('v1.EnvVar', {
      name: always(STRING),
      value: STRING,
      valueFrom: pointer(
        struct('v1.EnvVarSource', {
          fieldRef: FIELD_REF,
          resourceFieldRef: RESOURCE_FIELD_REF,
          configMapKeyRef: keySelector('v1.ConfigMapKeySelector'),
          secretKeyRef: keySelector('v1.SecretKeySelector'),
          fileKeyRef: pointer(ANYTHING),
        }),
      ),
    }),
  ),
  resources: always(RESOURCE_REQUIREMENTS),
  resizePolicy: list(ANYTHING),
  restartPolicy: pointer(named('v1.ContainerRestartPolicy')),
  restartPolicyRules: list(ANYTHING),
  volumeMounts: list(
    struct('v1.VolumeMount', {
      name: always(STRING),
      readOnly: BOOL,
      recursiveReadOnly: pointer(named('v1.RecursiveReadOnlyMode')),
      mountPath: always(STRING),
      subPath: STRING,
      mountPropagation: pointer(named('v1.MountPropagationMode')),
      subPathExpr: STRING,
    }),
  ),
  volumeDevices: list(struct('v1.VolumeDevice', { name: always(STRING), devicePath: always(STRING) })),
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  lifecycle: pointer(
    struct('v1.Lifecycle', {
      postStart: LIFECYCLE_HANDLER,
      preStop: LIFECYCLE_HANDLER,
      stopSignal: pointer(named('v1.Signal')),
    }),
  ),
  terminationMessagePath: STRING,
  terminationMessagePolicy: named('v1.TerminationMessagePolicy'),
  imagePullPolicy: named('v1.PullPolicy'),
  securityContext: pointer(
    struct('v1.SecurityContext', {
      capabilities: pointer(
        struct('v1.Capabilities', { add: list(named('v1.Capability')), drop: list(named('v1.Capability')) }),
      ),
      privileged: pointer(BOOL),
      seLinuxOptions: pointer(ANYTHING),
      windowsOptions: pointer(ANYTHING),
      runAsUser: pointer(INT64),
      runAsGroup: pointer(INT64),
      runAsNonRoot: pointer(BOOL),
      readOnlyRootFilesystem: pointer(BOOL),
      allowPrivilegeEscalation: pointer(BOOL),
      procMount: pointer(named('v1.ProcMountType')),
      seccompProfile: pointer(ANYTHING),
      appArmorProfile: pointer(ANYTHING),
    }),
  ),
  stdin: BOOL,
  stdinOnce: BOOL,
  tty: BOOL,
}

/** (core/v1 `Container`) */
export const CONTAINERS = list(struct('v1.Container', CONTAINER_FIELDS))

/** (core/v1 `EphemeralContainer`) */
export const EPHEMERAL_CONTAINERS = list(
  struct('v1.EphemeralContainer', { ...CONTAINER_FIELDS, targetContainerName: STRING }),
)

const OTHER_VOLUMES = [
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
  'csi',
  'ephemeral',
  'image',
]

const KEY_TO_PATH = list(struct('v1.KeyToPath', { key: always(STRING), path: always(STRING), mode: pointer(INT32) }))

const DOWNWARD_ITEMS = list(
  struct('v1.DownwardAPIVolumeFile', {
    path: always(STRING),
    fieldRef: FIELD_REF,
    resourceFieldRef: RESOURCE_FIELD_REF,
    mode: pointer(INT32),
  }),
)

/** (core/v1 `Volume`) Of the sources, those that a learner meets are known by their fields, the others by name. */
export const VOLUMES = list(
  struct('v1.Volume', {
    name: always(STRING),
    hostPath: pointer(
      struct('v1.HostPathVolumeSource', { path: always(STRING), type: pointer(named('v1.HostPathType')) }),
    ),
    emptyDir: pointer(
      struct('v1.EmptyDirVolumeSource', { medium: named('v1.StorageMedium'), sizeLimit: pointer(QUANTITY) }),
    ),
    secret: pointer(
      struct('v1.SecretVolumeSource', {
        secretName: STRING,
        items: KEY_TO_PATH,
        defaultMode: pointer(INT32),
        optional: pointer(BOOL),
      }),
    ),
    configMap: pointer(
      struct('v1.ConfigMapVolumeSource', {
        name: STRING,
        items: KEY_TO_PATH,
        defaultMode: pointer(INT32),
        optional: pointer(BOOL),
      }),
    ),
    downwardAPI: pointer(struct('v1.DownwardAPIVolumeSource', { items: DOWNWARD_ITEMS, defaultMode: pointer(INT32) })),
    projected: pointer(
      struct('v1.ProjectedVolumeSource', { sources: always(list(ANYTHING)), defaultMode: pointer(INT32) }),
    ),
    persistentVolumeClaim: pointer(
      struct('v1.PersistentVolumeClaimVolumeSource', { claimName: always(STRING), readOnly: BOOL }),
    ),
    ...Object.fromEntries(OTHER_VOLUMES.map(name => [name, pointer(ANYTHING)])),
  }),
)
