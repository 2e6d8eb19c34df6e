import { join } from 'node:path'
import { startLineProcess } from './lineProcess.ts'

export interface Seen {
  /** New connections. */
  readonly connections: number
  readonly requests: number
  /** Ms on the server's monotonic clock. */
  readonly arrivals: readonly number[]
}

export interface AnswerServer {
  readonly url: string
  /** What it saw since the last call; sign-ins are left out. */
  seen(): Promise<Seen>
  close(): void
}

/** In a process of its own, so that it takes no turn of the client's event loop. */
export async function startAnswerServer(answers: 'alike' | 'all-new' = 'alike'): Promise<AnswerServer> {
  const server = startLineProcess(process.execPath, [join(import.meta.dirname, 'answerProcess.mjs'), answers])
  const port = await server.nextLine()
  return {
    url: `http://127.0.0.1:${port}`,
    async seen() {
      server.write('seen')
      // Written by answerProcess.mjs.
      return JSON.parse(await server.nextLine()) as Seen
    },
    close: () => server.end(),
  }
}
