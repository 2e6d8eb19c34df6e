import { type Import, readImports } from './imports.ts'
import { LAYERS, type Layer, type Reach } from './layerTable.ts'
import { isTest, type SourceFiles, type Violation } from './sourceFiles.ts'

/** The preload's two value imports from the contract; both modules import types alone. */
const PRELOAD_VALUES: ReadonlySet<string> = new Set([
  'src-preload/contract/channels.ts',
  'src-preload/contract/routeNames.ts',
])

/** `RunAsNode` is off in the pack: a child of our own binary could not start, and nothing else may be started. */
const FORBIDDEN_NODE: ReadonlySet<string> = new Set([
  'node:child_process',
  'node:cluster',
  'node:vm',
  'node:inspector',
])

/** Locks are reached over the client of the provider, and nothing listens but the simulator. */
const NETWORK_NODE: ReadonlySet<string> = new Set([
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
])
const NETWORKED_LAYERS: ReadonlySet<string> = new Set(['ttlock', 'simulator'])

export function checkLayers(files: SourceFiles): readonly Violation[] {
  const violations: Violation[] = []
  for (const [path, text] of files) {
    if (!/^(src-|db\/)/.test(path) || !/\.tsx?$/.test(path)) continue
    const problems = readImports(path, text).map((found) =>
      isTest(path) ? judgeTest(found) : judge(path, found),
    )
    for (const problem of new Set(problems)) {
      if (problem !== null) violations.push({ path, problem })
    }
  }
  return violations
}

/** Tests beside the code may use anything but the tools. */
function judgeTest({ target }: Import): string | null {
  return target.startsWith('scripts/') ? `imports ${target}: scripts are never imported` : null
}

function judge(path: string, found: Import): string | null {
  const layer = layerOf(path)
  if (layer === null) return 'belongs to no layer'
  const { target, isTypeOnly } = found
  if (/^(scripts|tests|bench)\/|\/testSupport\//.test(target))
    return `imports ${target}: tools and tests are never imported`
  if (target.startsWith('src-') || target.startsWith('db/')) {
    return judgeOwn(layer, found) ?? judgeRenderer(path, target)
  }
  if (FORBIDDEN_NODE.has(target)) return `imports ${target}, which nothing here may use`
  if (NETWORK_NODE.has(target) && !NETWORKED_LAYERS.has(layer.name))
    return `${layer.name} may not reach the network`
  const reach = reachOf(layer.packages, target)
  return judgeReach({ layer, what: target, reach, isTypeOnly })
}

function judgeOwn(layer: Layer, { target, isTypeOnly }: Import): string | null {
  const targetLayer = layerOf(target)
  if (layer.name === 'renderer' && /\.(css|svg|png)$/.test(target)) return null
  if (targetLayer === null) return `imports ${target}, which belongs to no layer`
  if (layer.layers === 'everything') return null
  if (layer.name === 'preload' && (PRELOAD_VALUES.has(target) || targetLayer.name === 'preload')) return null
  const reach = layer.layers[targetLayer.name]
  return judgeReach({ layer, what: `${targetLayer.name} (${target})`, reach, isTypeOnly })
}

interface Judgement {
  readonly layer: Layer
  readonly what: string
  readonly reach: Reach | undefined
  readonly isTypeOnly: boolean
}

function judgeReach({ layer, what, reach, isTypeOnly }: Judgement): string | null {
  if (reach === undefined) return `${layer.name} may not import ${what}`
  if (reach === 'types' && !isTypeOnly) return `${layer.name} may import only types of ${what}`
  return null
}

/** Features meet in `app/`; what they share does not know them. */
function judgeRenderer(path: string, target: string): string | null {
  const feature = featureOf(path)
  const targetFeature = featureOf(target)
  if (feature !== null && targetFeature !== null && feature !== targetFeature) {
    return `feature ${feature} imports feature ${targetFeature}`
  }
  if (feature !== null && target.startsWith('src-renderer/app/')) return `feature ${feature} imports the app`
  const isShared = /^src-renderer\/(lib|components|texts|styles|api)\//.test(path)
  if (isShared && (targetFeature !== null || target.startsWith('src-renderer/app/'))) {
    return `shared code imports upwards: ${target}`
  }
  return null
}

function featureOf(path: string): string | null {
  return /^src-renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null
}

function layerOf(path: string): Layer | null {
  return LAYERS.find((layer) => layer.holds.test(path)) ?? null
}

function reachOf(packages: Layer['packages'], target: string): Reach | undefined {
  const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? '')
  const scope = target.startsWith('node:') ? 'node:*' : `${name.split('/')[0]}/*`
  return packages[target] ?? packages[name] ?? packages[scope]
}
