import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { runInstalledTool } from '../../scripts/runtime/processes.mjs'
import { FrontDesk, OPERATOR } from '../../tests/support/frontDesk.ts'
import { repositoryRoot } from '../machine.ts'
import { temporaryFolder } from './temporaryFolder.ts'

const PROBE = join(import.meta.dirname, '..', 'start-probe')
const EMPTY_WINDOW = join(import.meta.dirname, '..', 'empty-window')
const START_LIMIT_MS = 60_000
const DOORS_LIMIT_MS = 60_000

export interface MeasuredStart {
  /** From the start of the process until the field can be used in a window that is shown, ms. */
  readonly startMs: number
  /** When each step was reached, ms after the start of the process. */
  readonly steps: Readonly<Record<string, number>>
  /** From the click on Sign in until doors are listed, without the passcode's hash, ms; null unless asked for. */
  readonly doorsMs: number | null
  /** Of the main process, a second after the field could be used. */
  readonly memoryMiB: number
  /** The same a second after the doors were listed. */
  readonly memoryAtEndMiB: number
}

interface ProbeAnswer {
  readonly usableAt: number
  readonly steps: Readonly<Record<string, number>>
  readonly doors: { readonly ms: number; readonly hashMs: number } | null
  readonly memoryAtField: number
  readonly memoryAtEnd: number
}

export interface StartScene {
  startOurs(options: { readonly opensDoors: boolean }): Promise<MeasuredStart>
  startEmpty(): Promise<MeasuredStart>
}

/** Builds the empty window, and makes a profile with an operator and twelve simulated doors by the first start's steps. */
export async function openStartScene(): Promise<StartScene> {
  const code = await runInstalledTool('electron-vite', ['build', EMPTY_WINDOW, '--logLevel', 'error'])
  if (code !== 0) throw new Error('the empty window could not be built')
  const profile = temporaryFolder()
  await beginProfile(profile)
  const emptyProfile = temporaryFolder()
  return {
    startOurs: ({ opensDoors }) =>
      start(repositoryRoot, profile, opensDoors ? { LOCKSTEP_BENCH_PASSCODE: OPERATOR.passcode } : {}),
    startEmpty: () => start(EMPTY_WINDOW, emptyProfile, {}),
  }
}

function preparedElectron(): { readonly executablePath: string; readonly launcherArgs: readonly string[] } {
  const executablePath = process.env.LOCKSTEP_ELECTRON
  const args = process.env.LOCKSTEP_ELECTRON_ARGS
  if (!executablePath || !args) throw new Error('a row that starts Electron must say so in the list of rows')
  return { executablePath, launcherArgs: JSON.parse(args) }
}

/** The first start's steps, up to twelve simulated doors. */
export async function beginProfile(profile: string): Promise<void> {
  const { electron, window } = await launchApp(profile)
  const desk = new FrontDesk(window)
  await desk.begin('Try with simulated locks')
  await desk.navigation().getByRole('link', { name: 'Doors' }).click()
  await window.locator('main table tbody tr').first().waitFor({ timeout: DOORS_LIMIT_MS })
  await electron.close()
}

/** The program with its first window, driven from outside. */
export async function launchApp(
  profile: string,
): Promise<{ readonly electron: ElectronApplication; readonly window: Page }> {
  const { executablePath, launcherArgs } = preparedElectron()
  const electron = await _electron.launch({
    executablePath,
    args: [...launcherArgs, repositoryRoot, `--user-data-dir=${profile}`],
    cwd: repositoryRoot,
    colorScheme: null,
    chromiumSandbox: true,
  })
  return { electron, window: await electron.firstWindow({ timeout: START_LIMIT_MS }) }
}

async function start(
  appFolder: string,
  profile: string,
  env: Readonly<Record<string, string>>,
): Promise<MeasuredStart> {
  const { executablePath, launcherArgs } = preparedElectron()
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  const startedAt = Date.now()
  const child = spawn(executablePath, [...launcherArgs, PROBE, `--user-data-dir=${profile}`], {
    cwd: repositoryRoot,
    env: { ...inherited, ...env, LOCKSTEP_BENCH_APP: appFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  const errors: string[] = []
  child.stderr.on('data', (bytes: Buffer) => errors.push(bytes.toString('utf8')))
  const timer = setTimeout(kill, START_LIMIT_MS)
  let answer: ProbeAnswer | null = null
  for await (const line of createInterface({ input: child.stdout })) {
    // Written by the probe in this shape.
    if (line.startsWith('BENCH ')) answer = JSON.parse(line.slice(6)) as ProbeAnswer
  }
  if (child.exitCode === null && child.signalCode === null) {
    await new Promise((resolve) => child.once('exit', resolve))
  }
  clearTimeout(timer)
  process.off('exit', kill)
  if (answer === null) throw new Error(`the start was not measured; it wrote:\n${errors.join('')}`)
  return {
    startMs: answer.usableAt - startedAt,
    steps: Object.fromEntries(Object.entries(answer.steps).map(([step, at]) => [step, at - startedAt])),
    doorsMs: answer.doors && answer.doors.ms - answer.doors.hashMs,
    memoryMiB: answer.memoryAtField / 2 ** 20,
    memoryAtEndMiB: answer.memoryAtEnd / 2 ** 20,
  }
}
