import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { nodeOfOlderSqlite, peerFile, peerVersion } from '../peers.ts'
import type { PeerQueue } from './plainjobQueue.ts'
import { temporaryFolder } from './temporaryFolder.ts'

/**
 * liteque in a process of its own: it awaits inside a transaction, which better-sqlite3 refuses since 11.10, so that it
 * needs an older one, built for the system's Node.
 */
export async function openLiteque(): Promise<PeerQueue> {
  const node = nodeOfOlderSqlite()
  const child = spawn(
    node,
    [
      join(import.meta.dirname, 'litequeProcess.mjs'),
      peerFile('liteque', 'dist/index.js'),
      join(temporaryFolder(), 'liteque.db'),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  process.once('exit', () => child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  async function nextLine(): Promise<string> {
    const line = await lines.next()
    if (line.done) throw new Error('the process of liteque ended')
    return line.value
  }
  const nodeVersion = await nextLine()
  return {
    name: `liteque ${peerVersion('liteque')} (better-sqlite3 ${peerVersion('better-sqlite3')}, Node ${nodeVersion})`,
    async workOff(count) {
      child.stdin.write(`${count}\n`)
      return Number(await nextLine())
    },
    async close() {
      child.stdin.end()
      child.kill('SIGKILL')
    },
  }
}
