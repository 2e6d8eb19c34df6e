import type { Simulator, SimulatorOptions } from '../../../src-main/simulator/simulator.ts'
import { startTestSimulator } from '../../support/simulator.ts'
import { createTestProvider, type TestProvider } from './testProvider.ts'

export interface ClientScene {
  readonly simulator: Simulator
  /** Signs in with its first call. */
  readonly client: TestProvider
  /** For `beforeEach` to return. */
  readonly close: () => Promise<void>
}

/** A TTLock cloud and a client of it. */
export async function openClientScene(options: SimulatorOptions): Promise<ClientScene> {
  const simulator = await startTestSimulator(options)
  const client = createTestProvider(simulator.url)
  return {
    simulator,
    client,
    async close() {
      await client.provider.close()
      await simulator.close()
    },
  }
}
