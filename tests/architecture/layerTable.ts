/** `values` may import anything, `types` only what vanishes at run time. */
export type Reach = 'values' | 'types'

export interface Layer {
  readonly name: string
  readonly holds: RegExp
  /** Layers it may import, itself included only when named. `everything` is for the place that puts things together. */
  readonly layers: Readonly<Record<string, Reach>> | 'everything'
  readonly packages: Readonly<Record<string, Reach>>
}

/** Node's own modules that any part of the main process may use. */
const NODE = { 'node:*': 'values' } as const
const PURE_NODE = { 'node:crypto': 'values' } as const

/** The first layer whose pattern fits holds the file. The table stands in ARCHITECTURE.md for people. */
export const LAYERS: readonly Layer[] = [
  {
    name: 'domain',
    holds: /^src-main\/domain\//,
    layers: { domain: 'values' },
    packages: { ...PURE_NODE, luxon: 'values' },
  },
  {
    name: 'ports',
    holds: /^src-main\/ports\//,
    layers: { domain: 'types', ports: 'types' },
    packages: {},
  },
  {
    name: 'store',
    holds: /^src-main\/store\//,
    layers: { domain: 'values', ports: 'values', store: 'values', 'db/schema': 'values', db: 'values' },
    packages: { ...NODE, zod: 'values', 'drizzle-orm': 'values', 'better-sqlite3': 'values' },
  },
  {
    name: 'ttlock',
    holds: /^src-main\/ttlock\//,
    layers: { domain: 'values', ports: 'values', ttlock: 'values' },
    packages: { ...NODE, zod: 'values', undici: 'values' },
  },
  {
    // What engine and screens both need to plan a door from stored facts; neither may know the other.
    name: 'planning',
    holds: /^src-main\/planning\//,
    layers: { domain: 'values', ports: 'values', planning: 'values' },
    packages: { ...PURE_NODE },
  },
  {
    name: 'engine',
    holds: /^src-main\/engine\//,
    layers: { domain: 'values', ports: 'values', planning: 'values', engine: 'values' },
    packages: { ...NODE, zod: 'values', luxon: 'values' },
  },
  {
    name: 'useCases',
    holds: /^src-main\/useCases\//,
    // The contract's types name what a use case is asked for and which codes it declines with.
    layers: {
      domain: 'values',
      ports: 'values',
      planning: 'values',
      useCases: 'values',
      // Formats of a trace are pure text; to export and to import is an intention of a person.
      traceBundle: 'values',
      contract: 'types',
    },
    packages: { ...NODE, zod: 'values', luxon: 'values' },
  },
  {
    name: 'ipc/listenForRequests',
    holds: /^src-main\/ipc\/listenForRequests\.ts$/,
    layers: { security: 'types', ipc: 'types', contract: 'values' },
    packages: { electron: 'types' },
  },
  {
    name: 'ipc',
    holds: /^src-main\/ipc\//,
    // Values of the domain, since it is pure: the views need its words and times. Handlers still decide nothing.
    layers: {
      domain: 'values',
      ports: 'values',
      planning: 'values',
      security: 'values',
      useCases: 'values',
      ipc: 'values',
      contract: 'values',
    },
    packages: { zod: 'values', luxon: 'values' },
  },
  {
    name: 'security',
    holds: /^src-main\/security\//,
    layers: { domain: 'types', ports: 'types', security: 'values', contract: 'types' },
    packages: { ...NODE, electron: 'types' },
  },
  {
    name: 'platform',
    holds: /^src-main\/platform\//,
    layers: { domain: 'types', ports: 'values', security: 'values', platform: 'values' },
    packages: { ...NODE, electron: 'values', 'electron-updater': 'values' },
  },
  {
    name: 'vault',
    holds: /^src-main\/vault\//,
    layers: { domain: 'types', ports: 'values', vault: 'values' },
    packages: { ...NODE, zod: 'values' },
  },
  {
    name: 'observability',
    holds: /^src-main\/observability\//,
    layers: { domain: 'values', ports: 'values', observability: 'values' },
    packages: { ...NODE, 'electron-log': 'values' },
  },
  {
    name: 'traceBundle',
    holds: /^src-main\/traceBundle\//,
    layers: { domain: 'values', ports: 'values', traceBundle: 'values', contract: 'values' },
    packages: { ...NODE, zod: 'values' },
  },
  {
    name: 'simulator',
    holds: /^src-main\/simulator\//,
    layers: { simulator: 'values' },
    packages: { ...NODE, zod: 'values', luxon: 'values' },
  },
  {
    name: 'app/windows',
    holds: /^src-main\/app\/windows\//,
    layers: {
      domain: 'types',
      ports: 'types',
      security: 'values',
      'app/windows': 'values',
      contract: 'values',
    },
    packages: { ...NODE, zod: 'values', electron: 'values' },
  },
  {
    name: 'app',
    holds: /^src-main\/(app\/|index\.ts$|globals\.d\.ts$)/,
    layers: 'everything',
    packages: { ...NODE, zod: 'values', luxon: 'values', electron: 'values' },
  },
  {
    name: 'contract',
    holds: /^src-preload\/contract\//,
    layers: { contract: 'values' },
    packages: { zod: 'values' },
  },
  {
    name: 'preload',
    holds: /^src-preload\//,
    // Of the contract's values only the two without any import: names and channels.
    layers: { contract: 'types' },
    packages: { electron: 'values' },
  },
  {
    name: 'renderer',
    holds: /^src-renderer\//,
    layers: { renderer: 'values', contract: 'types' },
    packages: {
      react: 'values',
      'react-dom': 'values',
      '@mantine/*': 'values',
      '@tanstack/*': 'values',
      '@tabler/icons-react': 'values',
      '@fontsource-variable/*': 'values',
      'get-nonce': 'values',
      dayjs: 'values',
      luxon: 'values',
    },
  },
  {
    name: 'db/schema',
    holds: /^db\/schema\//,
    layers: { 'db/schema': 'values' },
    packages: { 'drizzle-orm': 'values' },
  },
  {
    name: 'db',
    holds: /^db\//,
    layers: { 'db/schema': 'values', db: 'values' },
    packages: { ...NODE, 'drizzle-orm': 'values' },
  },
]
