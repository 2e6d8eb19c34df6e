import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type ControlClient, createControlClient } from '../../src-main/simulator/controlClient.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src-main/simulator/simulator.ts'
import { defaultAccount } from '../../src-main/simulator/site.ts'
import { nodePath } from './programs.ts'
import { repositoryDir } from './repository.ts'

/** The account every site of the simulator has. */
export const simulatedLogin = {
  username: defaultAccount.username,
  password: 'simulated-locks',
  clientId: defaultAccount.clientId,
  clientSecret: defaultAccount.clientSecret,
}

/** A simulator in this process, at zero latency, with no records delay. Close it in `afterEach`. */
export async function startTestSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSimulator({ latency: 0, ...options, switches: { recordDelayMs: 0, ...options.switches } })
}

export interface SimulatorProcess {
  readonly url: string
  readonly controlUrl: string
  readonly control: ControlClient
  /** Ends the process and waits until it has gone. */
  close(): Promise<void>
}

const cliPath = join(repositoryDir, 'src-main/simulator/cli.ts')

/**
 * A simulator as a program of its own, for tests that drive it over HTTP alone. `arguments_` are those of cli.ts,
 * such as `['--doors', '20']`. It also ends by itself when this process dies: its standard input closes then.
 */
export async function startSimulatorProcess(arguments_: readonly string[] = []): Promise<SimulatorProcess> {
  const child = spawn(nodePath, [cliPath, '--json', '--until-stdin-ends', '--latency', '0', ...arguments_], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await Promise.race([
    new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve)),
    gone.then(() => null),
  ])
  if (line === null) throw new Error('The simulator ended before it was ready')
  const { url, controlUrl } = parseReady(line)
  return {
    url,
    controlUrl,
    control: createControlClient(controlUrl),
    async close() {
      child.stdin.end()
      child.kill('SIGTERM')
      const forced = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await gone
      clearTimeout(forced)
    },
  }
}

function parseReady(line: string): { readonly url: string; readonly controlUrl: string } {
  const parsed: unknown = JSON.parse(line)
  if (
    typeof parsed === 'object' &&
    parsed !== null &&
    'url' in parsed &&
    'controlUrl' in parsed &&
    typeof parsed.url === 'string' &&
    typeof parsed.controlUrl === 'string'
  ) {
    return { url: parsed.url, controlUrl: parsed.controlUrl }
  }
  throw new Error('The simulator said something other than its URLs')
}
