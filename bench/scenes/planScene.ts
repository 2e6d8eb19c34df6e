import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import type { CorrelationId, DoorId } from '../../src-main/domain/ids.ts'
import { toIso } from '../../src-main/domain/instant.ts'
import type { DoorPlanInput } from '../../src-main/domain/plan/doorPlanInput.ts'
import { planScope } from '../../src-main/domain/plan/planScope.ts'
import { systemClock } from '../../src-main/platform/systemClock.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { Vault } from '../../src-main/ports/vault.ts'
import { configure, connect } from '../../src-main/store/connection.ts'
import { createStore } from '../../src-main/store/createStore.ts'
import { makeDoors, SCOPE } from './doorScene.ts'

const DAY_MS = 86_400_000

/** Plans and doors hold nothing sealed, so that a profile's vault may stay locked. */
const LOCKED: Vault = {
  isOpen: false,
  seal: refuse,
  open: refuse,
  hmac: refuse,
}

function refuse(): never {
  throw new Error('a plan needs no vault')
}

/** Puts previewed plans, one for each title, into the simulated profile of a program that does not run. */
export function putPlans(profile: string, doorsByTitle: Readonly<Record<string, number>>): void {
  const folder = join(profile, 'profiles', 'simulated')
  const sqlite = connect(join(folder, 'lockstep.db'))
  configure(sqlite)
  const { store } = createStore({
    sqlite,
    db: drizzle({ client: sqlite }),
    vault: LOCKED,
    clock: systemClock,
    auditHeadFile: join(folder, 'audit-head.json'),
    logger: null,
  })
  try {
    for (const [title, doors] of Object.entries(doorsByTitle)) store.write(() => putPlan(store, title, doors))
    // No engine is to look at locks that do not exist.
    sqlite.exec("update door set is_active = 0 where name glob 'Fleet door *'")
  } finally {
    store.close()
  }
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
