import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import type { Safeguard } from '../../../src-main/domain/plan/safeguards.ts'
import { createTraceRecorder } from '../../../src-main/observability/traceRecorder.ts'
import { allowSafeguard } from '../../../src-main/useCases/allowSafeguard.ts'
import { createPerson, revealPin } from '../../../src-main/useCases/changeCodes.ts'
import { startDebugSession } from '../../../src-main/useCases/debugSessions.ts'
import { dismissAlarm } from '../../../src-main/useCases/doorUse.ts'
import { pauseDoor } from '../../../src-main/useCases/holdSending.ts'
import { markCode } from '../../../src-main/useCases/markCode.ts'
import { approvePlan, previewPlan, rejectPlan } from '../../../src-main/useCases/plans.ts'
import { provisionDoor } from '../../../src-main/useCases/provisionDoor.ts'
import { runOutsideHours } from '../../../src-main/useCases/runOutsideHours.ts'
import { saveTraceFilter } from '../../../src-main/useCases/savedFilters.ts'
import { createDoorGroup, createSite } from '../../../src-main/useCases/sites.ts'
import { CONTRACT } from '../../../src-preload/contract/contract.ts'
import { type AppScene, openAppScene } from '../../support/appScene.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'
import { createFakeKeyring } from '../../support/fakeKeyring.ts'

const GIVEN = '482915367'
/** On a lock, and nobody's here. */
const STRAY = '771204358'
const TEXT = `the guest typed ${GIVEN}, the cleaners ${STRAY}`
/** What keeps no text of its own: looked for, proven, sealed or handed on. */
const KEEPS_NONE = [
  /\.(?:passcode|newPasscode|recoveryKey)$/,
  /^accounts\./,
  /^(?:jobs\.list|traces\.search|traces\.findRuns|plans\.find|people\.findCodes)\./,
  /^system\.copyText\./,
  /^plans\.\w+\.leftOut$/,
  // Names of what is there: a backup, a safeguard, a notice, a time zone.
  /^(?:session\.restore|data\.previewRestore)\.name$/,
  /^plans\.allowSafeguard\.key$/,
  /^session\.dismissNotice\.code$/,
  /^sites\.create\.timezone$/,
  // Made before there is any PIN.
  /^session\.begin\.name$/,
]

/** What a test below plants, by the field of the route that takes it. */
const PLANTED = {
  plant: [
    'codes.mark.reason',
    'debugSessions.start.note',
    'doorGroups.create.name',
    'doors.dismissAlarm.reason',
    'doors.pause.reason',
    'doors.provision.description',
    'doors.provision.location',
    'doors.provision.name',
    'jobs.runNow.reason',
    'people.create.name',
    'people.create.note',
    'people.revealPin.reason',
    'plans.allowSafeguard.reason',
    'plans.approve.reason',
    'plans.reject.reason',
    'sites.create.name',
    'traces.saveFilter.filter.q',
    'traces.saveFilter.name',
  ],
  scene: ['operators.create.name', 'session.restore.reason'],
}

interface TextSchema {
  readonly type?: string
  readonly pattern?: string
  readonly format?: string
  readonly enum?: unknown
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, TextSchema>>
  readonly items?: TextSchema
  readonly anyOf?: readonly TextSchema[]
  readonly oneOf?: readonly TextSchema[]
}

/** Fields in which a person can type what they like. */
function typedFields(schema: TextSchema, path: string): readonly string[] {
  const isFree = schema.type === 'string' && !schema.pattern && !schema.format && !schema.enum
  const inner = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])]
  return [
    ...(isFree && schema.const === undefined ? [path] : []),
    ...inner.flatMap((each) => typedFields(each, path)),
    ...Object.entries(schema.properties ?? {}).flatMap(([field, own]) =>
      typedFields(own, `${path}.${field}`),
    ),
  ]
}

function filesWith(folder: string, digits: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(digits))
    .map(({ name }) => name)
}

describe('a PIN that a person types', () => {
  let plant: EnginePlant | null = null
  let scene: AppScene | null = null

  afterEach(async () => {
    await plant?.close()
    await scene?.close()
    plant = null
    scene = null
  })

  it('at any route that takes a text, is planted below or the text is not kept', () => {
    const fields = Object.entries(CONTRACT).flatMap(([route, { request }]) =>
      typedFields(z.toJSONSchema(request, { io: 'input', unrepresentable: 'any' }) as TextSchema, route),
    )
    const kept = [...new Set(fields)].filter((field) => !KEEPS_NONE.some((rule) => rule.test(field)))

    expect(kept.sort()).toEqual([...PLANTED.plant, ...PLANTED.scene].sort())
  })

  it('into a reason, a note or a name, stands in no file of the profile', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray(STRAY)] }, {}, {}]),
      enforcement: { ...AUTO_ULTRA_STRICT, allowFirstRunUnattended: false },
    })
    const { useCases, store, siteId } = plant
    const act = () => (plant as EnginePlant).actor()
    const other = await plant.provisioned(lockIdAt(1))
    const { credentialId } = plant.give([other], { pin: GIVEN })
    const { doorId, jobId } = plant.provision(lockIdAt(0))
    const waiting = await plant.job(jobId, 'awaiting_approval')

    const listed = store.codes.actualCodes(store.doors.get(doorId)?.integrationDeviceId as never)[0]
    const code = { doorId, vendorPinId: listed?.vendorPinId as never }
    allowAndApprove(plant, waiting.planId as PlanId)
    rejectPlan(useCases, act(), { planId: await newPlan(plant, other), reason: TEXT })
    markCode(useCases, act(), { ...code, mark: 'never_delete', until: null, reason: TEXT })
    await plant.engine().idle()
    // What the mark says goes into the plans and results made after it.
    await newPlan(plant, doorId)
    raiseAlarm(plant, doorId)
    dismissAlarm(useCases, act(), { alarmId: store.doorUse.openAlarms()[0]?.id as never, reason: TEXT })
    runOutsideHours(useCases, act(), { jobIds: [await heldJob(plant, other)], reason: TEXT })
    const until = new Date(plant.clock.nowMs() + 3_600_000).toISOString()
    pauseDoor(useCases, act(), { doorId, until, reason: TEXT })
    revealPin(useCases, act(), { credentialId, reason: TEXT })
    startDebugSession(useCases, act(), { note: TEXT, minutes: 10 })
    createPerson(useCases, act(), { name: `Bob ${STRAY}`, note: TEXT })
    saveTraceFilter(useCases, act(), { name: TEXT, filter: { q: GIVEN } })
    createSite(useCases, act(), { name: TEXT, timezone: 'UTC' })
    const doorGroupId = createDoorGroup(useCases, act(), { siteId, name: TEXT })
    const device = { deviceId: null, lockId: String(lockIdAt(2)) }
    const texts = { name: TEXT, description: TEXT, location: TEXT }
    provisionDoor(useCases, act(), { ...device, ...texts, siteId, doorGroupId })
    await plant.engine().idle()

    for (const digits of [GIVEN, STRAY]) expect(filesWith(plant.profile.dir, digits)).toEqual([])
    expect([...store.people.names().values()]).toContain('Bob ***4358')
  })

  it('into a step of no door, is not stored with it', async () => {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray(STRAY)] }]),
      enforcement: { ...AUTO_ULTRA_STRICT, mode: 'observe' },
    })
    plant.give([await plant.provisioned(lockIdAt(0))], { pin: GIVEN })
    const { correlationId } = plant.actor()
    createTraceRecorder(plant.store).record(
      {
        ...{ action: 'DONE', ok: false, providerType: 'ACCESS_BROKER', lockKey: 'ACCESS_BROKER:unknown' },
        ...{ correlationId, jobId: null, doorId: null, doorName: null, externalId: null, operationId: null },
        ...{ request: null, response: { doors: [{ reason: TEXT, vendor_pin_id: '20240101' }] } },
        errorMessage: TEXT,
        ...{ startedAtMs: plant.clock.nowMs(), durationMs: 1, attempt: null, httpStatus: null },
      },
      [],
    )
    const hidden = 'the guest typed ***5367, the cleaners ***4358'
    expect(plant.logs(correlationId)).toMatchObject([
      { response: { doors: [{ reason: hidden, vendor_pin_id: '20240101' }] }, errorMessage: hidden },
    ])
  })

  it('in a row about a door, is hidden where it is or was a PIN of that door', async () => {
    plant = await buildEnginePlant({ site: engineSite([{}]), enforcement: AUTO_ULTRA_STRICT })
    const doorId = await plant.provisioned(lockIdAt(0))
    plant.give([doorId], { pin: GIVEN })
    const { correlationId } = plant.actor()
    createTraceRecorder(plant.store).record(
      {
        ...{ action: 'DONE', ok: false, providerType: 'ACCESS_BROKER', lockKey: 'ACCESS_BROKER:unknown' },
        ...{ correlationId, jobId: null, doorId, doorName: 'Door', externalId: null, operationId: null },
        ...{ request: null, response: { note: `collides with ${GIVEN}` }, errorMessage: `seen ${GIVEN}` },
        ...{ startedAtMs: plant.clock.nowMs(), durationMs: 1, attempt: null, httpStatus: null },
      },
      [],
    )
    expect(plant.logs(correlationId)).toMatchObject([
      { response: { note: 'collides with ***5367' }, errorMessage: 'seen ***5367' },
    ])
  })

  it('as the name of an operator or the reason of a restore, stands in no audit row', async () => {
    scene = await openAppScene(createFakeKeyring(true))
    await scene.get('session.begin', { name: 'Maria', passcode: 'harbour-lights', choice: 'connect' })
    const { people } = scene.session.runtime.store
    const personId = people.insert({ name: 'Ana', note: null })
    people.insertCredential({ personId, pin: GIVEN, startsAt: null, endsAt: null })
    const support = { passcode: 'far-and-away', role: 'support' } as const
    expect(await scene.get('operators.create', { name: `Sam ${GIVEN}`, ...support })).toMatchObject({
      name: 'Sam ***5367',
    })
    const backup = await scene.get('data.backUp', {})
    await scene.get('session.restore', { name: backup.name, reason: TEXT })
    const { traces } = scene.session.runtime.store
    expect(traces.auditOfEntity('Database', 1)).toMatchObject([
      { after: { reason: 'the guest typed ***5367, the cleaners 771204358' } },
    ])
  }, 120_000)
})

async function newPlan(plant: EnginePlant, doorId: DoorId): Promise<PlanId> {
  const made = previewPlan(plant.useCases, plant.actor(), {
    ...{ scope: { kind: 'door', id: doorId }, title: 'Hotel', mode: 'ultra_strict' },
    graceWindowSeconds: 3_600,
  })
  await plant.job(made.jobId, 'done')
  return made.planId
}

function allowAndApprove(plant: EnginePlant, planId: PlanId): void {
  const { useCases, store } = plant
  const safeguards = store.plans.get(planId)?.safeguards as readonly Safeguard[]
  expect(safeguards).not.toEqual([])
  for (const { key } of safeguards) allowSafeguard(useCases, plant.actor(), { planId, key, reason: TEXT })
  const digest = store.plans.get(planId)?.digest ?? ''
  approvePlan(useCases, plant.actor(), { planId, digest, leftOut: [], reason: TEXT, typedDeletes: null })
}

function raiseAlarm({ store, clock, actor }: EnginePlant, doorId: DoorId): void {
  store.doorUse.raiseAlarm({
    ...{ doorId, kind: 'unknown_code_opened', pinHash: 'a hash', vendorPinId: null },
    ...{ usedAt: new Date(clock.nowMs()).toISOString(), correlationId: actor().correlationId },
  })
}

/** A job that waits for the site's hours. */
async function heldJob(plant: EnginePlant, doorId: DoorId): Promise<JobId> {
  const tomorrow = (new Date(plant.clock.nowMs()).getUTCDay() + 2) % 7
  const hours = [{ days: [tomorrow === 0 ? 7 : tomorrow], fromMinute: 0, toMinute: 1 }]
  plant.enforce({ ...AUTO_ULTRA_STRICT, hours })
  const [jobId] = plant.give([doorId], { pin: '640917' }).jobIds
  await plant.engine().idle()
  expect(plant.store.jobs.get(jobId as JobId)).toMatchObject({ heldBy: 'hours' })
  return jobId as JobId
}
