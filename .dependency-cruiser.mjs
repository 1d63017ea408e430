import { CODE_EDITOR, LAYERS, YAML_READER } from './tests/project/arrows.ts'

const anyOf = names => `(?:${names.join('|').replaceAll('.', '\\.')})`
const inside = folders => `^src/${anyOf(folders)}(?:/|\\.)`
const fromPackages = packages => `(?:^|/)node_modules/${anyOf(packages)}/`

const PACKAGES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown', 'core']

const arrows = Object.entries(LAYERS).flatMap(([folder, { may, types = [], packages }]) => [
  {
    name: `${folder}-imports-only-its-own`,
    severity: 'error',
    from: { path: inside([folder]) },
    to: { path: '^src/', pathNot: inside([folder, ...may, ...types]) },
  },
  ...(types.length > 0
    ? [
        {
          name: `${folder}-imports-only-types`,
          severity: 'error',
          from: { path: inside([folder]) },
          to: { path: inside(types), pathNot: inside([folder, ...may]), dependencyTypesNot: ['type-only'] },
        },
      ]
    : []),
  {
    name: `${folder}-imports-only-its-packages`,
    severity: 'error',
    from: { path: inside([folder]), pathNot: `^(?:${YAML_READER}|${CODE_EDITOR})$` },
    to: {
      dependencyTypes: PACKAGES,
      ...(packages.length > 0 ? { pathNot: fromPackages(packages) } : {}),
    },
  },
])

// https://github.com/sverweij/dependency-cruiser/blob/main/doc/rules-reference.md
export default {
  forbidden: [
    ...arrows,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-missing',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(?:astro:|virtual:)' },
    },
    { name: 'src-imports-no-tests', severity: 'error', from: { path: '^src/' }, to: { path: '^(?:tests|scripts)/' } },
    {
      name: 'manifest-imports-only-yaml',
      severity: 'error',
      from: { path: `^${YAML_READER}$` },
      to: { dependencyTypes: PACKAGES, pathNot: fromPackages(['yaml']) },
    },
    {
      name: 'yaml-comes-with-what-is-written',
      comment: 'Who changes an object by its name waits for no reader of YAML.',
      severity: 'error',
      from: { path: '^src/kubectl/(?:changing|telling|kubectl-with)\\.ts$' },
      to: { path: `^${YAML_READER}$`, reachable: true },
    },
    {
      name: 'code-editor-imports-only-codemirror',
      severity: 'error',
      from: { path: `^${CODE_EDITOR}$` },
      to: { dependencyTypes: PACKAGES, pathNot: fromPackages(['@codemirror', '@lezer']) },
    },
    {
      name: 'words-through-i18n',
      severity: 'error',
      from: { path: '^src/', pathNot: inside(['i18n']) },
      to: { path: '^locales/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
}
