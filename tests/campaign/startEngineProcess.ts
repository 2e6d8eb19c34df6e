import { spawn } from 'node:child_process'
import { nodePath, programFile } from '../support/programs.ts'
import type { Acknowledged } from './commands.ts'
import { DYING_IN } from './dyingIn.ts'
import type { EngineProcessOptions } from './engineProcess.ts'

export interface EngineProcess {
  /** Commands whose commit the process told of, in order. */
  readonly acknowledged: readonly Acknowledged[]
  readonly started: Promise<void>
  /** `killed`, or `ended` when all was done before. Rejects when the process failed by itself. */
  readonly gone: Promise<'killed' | 'ended'>
  /** The step in which it killed itself; null when it was killed from outside or ended. Known once it is gone. */
  readonly diedIn: string | null
  readonly pid: number
  /** Resolves when the store takes no writes (true), or does again (false); at once when it is so. */
  untilTrouble(isInTrouble: boolean): Promise<void>
  /** SIGKILL: no handler runs. */
  kill(): void
}

type Message =
  | { readonly kind: 'started' }
  | { readonly kind: 'acknowledged'; readonly result: Acknowledged }
  | { readonly kind: 'trouble'; readonly code: string | null }

/** The engine as a program of its own on the profile in `options.dir`. */
export async function startEngineProcess(
  options: EngineProcessOptions,
  asUser: number | null = null,
): Promise<EngineProcess> {
  const acknowledged: Acknowledged[] = []
  const child = spawn(nodePath, [programFile('engineProcess'), JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    ...(asUser === null ? {} : { uid: asUser, gid: asUser }),
  })
  let errors = ''
  let troubleCode: string | null = null
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  const gone = new Promise<'killed' | 'ended'>((resolve, reject) => {
    child.once('close', (code, signal) => {
      if (signal === 'SIGKILL') resolve('killed')
      else if (code === 0) resolve('ended')
      else reject(new Error(`The engine process ended with ${code ?? signal}: ${errors}`))
    })
  })
  const started = new Promise<void>((resolve) => {
    child.on('message', (message: Message) => {
      if (message.kind === 'started') resolve()
      else if (message.kind === 'acknowledged') acknowledged.push(message.result)
      else troubleCode = message.code
    })
    // Killed before it could say so.
    child.once('exit', () => resolve())
  })
  return {
    ...{ acknowledged, started, gone, pid: child.pid ?? 0 },
    untilTrouble: (isInTrouble) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if ((troubleCode !== null) !== isInTrouble) return
          child.off('message', look)
          resolve()
        }
        child.on('message', look)
        child.once('exit', () => reject(new Error(`The engine process ended first: ${errors}`)))
        look()
      }),
    get diedIn() {
      return errors.startsWith(DYING_IN) ? errors.slice(DYING_IN.length).trim() : null
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
