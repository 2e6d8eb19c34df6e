import { buildApp } from '../scripts/runtime/buildApp.mjs'
import { prepareRuntime } from '../scripts/runtime/prepareRuntime.mjs'
import { type PeerNeed, preparePeers } from './peers.ts'

/** What a row needs besides Node and the sources; made ready before the rows, outside of their time. */
export type Need = PeerNeed | 'electron'

/** Resolves to what ends that again. Rows find it in the environment. */
export async function prepareNeeds(needs: ReadonlySet<Need>): Promise<() => Promise<void>> {
  const peers = [...needs].filter((need) => need !== 'electron')
  preparePeers(new Set(peers))
  if (!needs.has('electron')) return async () => undefined
  const runtime = await prepareRuntime()
  await buildApp()
  Object.assign(process.env, runtime.env, {
    LOCKSTEP_ELECTRON: runtime.executablePath,
    LOCKSTEP_ELECTRON_ARGS: JSON.stringify(runtime.args),
  })
  return runtime.stop
}
