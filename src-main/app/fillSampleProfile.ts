import { providerPasswordOf } from '../domain/device/providerPassword.ts'
import type { OperatorId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import { sampleSite } from '../simulator/sampleSite.ts'
import { defaultAccount } from '../simulator/site.ts'
import { addAccount } from '../useCases/accounts.ts'
import { seedSampleSite } from '../useCases/seedSampleSite.ts'
import { type ProfileRuntime, sampleMoment } from './profileRuntime.ts'

/** What the simulator's built-in account signs in with; it guards nothing real. */
const SIMULATED_PASSWORD = 'simulated-locks'

/** Connects the simulated account and fills the profile with the sample hotel: people, codes, doors, some out of step. */
export async function fillSampleProfile(runtime: ProfileRuntime, operatorId: OperatorId): Promise<void> {
  const { simulator, store, works } = runtime
  if (!simulator || !works)
    throw new Error('Only the simulated profile has a sample site, once it was started')
  const { useCases } = works
  const newActor = () => ({ operatorId, correlationId: useCases.random.correlationId() })
  const actor = newActor()
  const accountId = addAccount(useCases, actor, {
    region: 'custom',
    baseUrl: (await simulator.running()).url,
    secrets: {
      clientId: defaultAccount.clientId,
      clientSecret: defaultAccount.clientSecret,
      username: defaultAccount.username,
      passwordMd5: providerPasswordOf(SIMULATED_PASSWORD),
    },
  })
  const devices = await useCases.providers.forAccount(accountId).listDevices({
    correlationId: actor.correlationId,
    jobId: null,
    doorId: null,
    doorName: null,
    operationId: null,
    attempt: 1,
  })
  if (!devices.ok) throw new Error(`The simulated locks could not be listed: ${devices.error.cause}`)
  const nowMs = useCases.clock.nowMs()
  store.accounts.recordDevices(accountId, devices.value, toIso(nowMs))
  const { business } = sampleSite({ now: sampleMoment(store, nowMs) })
  seedSampleSite(useCases, newActor(), business, accountId)
}
