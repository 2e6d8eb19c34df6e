import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { Acknowledged } from './commands.ts'
import { DYING_IN } from './dyingIn.ts'
import type { EngineProcessOptions } from './engineProcess.ts'
import { repositoryDir } from './repository.ts'

const nodePath = join(repositoryDir, 'node_modules/.bin/node')

/** One file starts several times faster than the two hundred it is made of; made once for a process of tests. */
let bundle: Promise<string> | null = null

const outDir = join(repositoryDir, '.cache/campaign', String(process.pid))

/** To be called when no more processes are started. */
export function removeBundle(): void {
  rmSync(outDir, { recursive: true, force: true })
  bundle = null
}

async function bundleEntry(): Promise<string> {
  await build({
    configFile: false,
    root: repositoryDir,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: join(repositoryDir, 'tests/campaign/engineProcess.ts'),
      target: 'node24',
      minify: false,
      outDir,
      rollupOptions: { output: { entryFileNames: 'engineProcess.mjs', codeSplitting: false } },
    },
  })
  return join(outDir, 'engineProcess.mjs')
}

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
  options: Omit<EngineProcessOptions, 'repositoryDir'>,
  asUser: number | null = null,
): Promise<EngineProcess> {
  bundle ??= bundleEntry()
  const entry = await bundle
  const acknowledged: Acknowledged[] = []
  const child = spawn(nodePath, [entry, JSON.stringify({ ...options, repositoryDir })], {
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
