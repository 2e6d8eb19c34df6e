import { join } from 'node:path'
import { DEFAULT_ENGINE_SETTINGS } from '../../src-main/engine/engineContext.ts'
import { nodeOfOlderSqlite, peerFile, peerVersion } from '../peers.ts'
import { startLineProcess } from './lineProcess.ts'
import type { PeerQueue } from './plainjobQueue.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/**
 * liteque in a process of its own: it awaits inside a transaction, which better-sqlite3 refuses since 11.10, so that it
 * needs an older one, built for the system's Node.
 */
export async function openLiteque(): Promise<PeerQueue> {
  const liteque = startLineProcess(nodeOfOlderSqlite(), [
    join(import.meta.dirname, 'litequeProcess.mjs'),
    peerFile('liteque', 'dist/index.js'),
    join(temporaryFolder(), 'liteque.db'),
    String(DEFAULT_ENGINE_SETTINGS.jobsAtOnce),
  ])
  const nodeVersion = await liteque.nextLine()
  return {
    name: `liteque ${peerVersion('liteque')} (better-sqlite3 ${peerVersion('better-sqlite3')}, Node ${nodeVersion})`,
    async workOff(count) {
      liteque.write(String(count))
      return Number(await liteque.nextLine())
    },
    close: async () => liteque.end(),
  }
}
