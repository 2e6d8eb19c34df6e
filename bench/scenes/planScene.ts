import { randomBytes } from 'node:crypto'
import type { CorrelationId, DoorId } from '../../src-main/domain/ids.ts'
import { toIso } from '../../src-main/domain/instant.ts'
import type { DoorPlanInput } from '../../src-main/domain/plan/doorPlanInput.ts'
import { planScope } from '../../src-main/domain/plan/planScope.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import { makeDoors, SCOPE } from './doorScene.ts'
import { writeProfile } from './writeProfile.ts'

const DAY_MS = 86_400_000

/** Puts previewed plans, one for each title, into the simulated profile of a program that does not run. */
export function putPlans(profile: string, doorsByTitle: Readonly<Record<string, number>>): void {
  writeProfile(profile, (store, sqlite) => {
    for (const [title, doors] of Object.entries(doorsByTitle)) store.write(() => putPlan(store, title, doors))
    // No engine is to look at locks that do not exist.
    sqlite.exec("update door set is_active = 0 where name glob 'Fleet door *'")
  })
}

function putPlan(store: Store, title: string, doorCount: number): void {
  const [site] = store.sites.list()
  if (!site) throw new Error('the profile has no site')
  const { inputs: patterns } = makeDoors(doorCount, 200)
  const inputs = patterns.map((input, index): DoorPlanInput => {
    const externalId = `9${String(doorCount).padStart(4, '0')}${index}`
    const name = `Fleet door ${index + 1} of ${doorCount}`
    const deviceId = store.accounts.insertUnverifiedDevice(externalId)
    const rest = { doorGroupId: null, accountId: null, description: null, location: null }
    const door = store.doors.insert({ ...rest, siteId: site.id, deviceId, externalId, name })
    return { ...input, doorId: door.id as DoorId, doorName: name, integrationDeviceId: deviceId }
  })
  const whole = planScope(inputs, SCOPE)
  const planId = store.plans.insert({
    correlationId: randomBytes(16).toString('hex') as CorrelationId,
    jobId: null,
    scope: { kind: 'all' },
    title,
    mode: 'strict',
    graceWindowSeconds: 3_600,
  })
  for (const plan of whole.doors) {
    const fingerprint = plan.kind === 'planned' ? plan.fingerprint : null
    store.plans.putDoor({
      planId,
      doorId: plan.doorId,
      state: 'planned',
      fingerprint,
      plan,
      inventory: null,
    })
  }
  store.plans.update(planId, {
    status: 'previewed',
    digest: whole.digest,
    summary: whole.summary,
    expiresAt: toIso(systemClock.nowMs() + DAY_MS),
  })
}
