import { afterEach, describe, expect, it, vi } from 'vitest'
import type { DoorId, JobId, PlanId } from '../../../src-main/domain/ids.ts'
import { extendCode, revokeCode } from '../../../src-main/useCases/changeCodes.ts'
import { markCode } from '../../../src-main/useCases/markCode.ts'
import { applyPlan, approvePlan } from '../../../src-main/useCases/plans.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

const APPROVE = { ...AUTO_ULTRA_STRICT, policy: 'approve' } as const
const NOT_SENT = 'Not sent: it was decided otherwise meanwhile.'
/** How long a gateway rests after it said that it is busy. */
const REST_MS = 1_500
const NIGHT_MS = 8 * 3_600_000

describe('what people decide while commands go out', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  async function start(codes: readonly string[], enforcement: typeof APPROVE | typeof AUTO_ULTRA_STRICT) {
    const gateways = [{ gatewayId: 1, rssi: -60 }]
    plant = await buildEnginePlant({
      site: engineSite([{ gateways }, { codes: codes.map((pin) => oldStray(pin)), gateways }]),
      client: { busyRestMs: REST_MS },
      enforcement,
    })
  }

  function approved(planId: PlanId): JobId {
    const digest = plant.store.plans.get(planId)?.digest ?? ''
    const request = { planId, digest, leftOut: [], reason: 'as agreed', typedDeletes: null }
    approvePlan(plant.useCases, plant.actor(), request)
    return applyPlan(plant.useCases, plant.actor(), planId)
  }

  async function asked(jobId: JobId | undefined): Promise<PlanId> {
    const job = await plant.job(jobId as JobId, 'awaiting_approval')
    return job.planId as PlanId
  }

  /** Makes the gateway that both locks share rest, by a code for the first one. */
  async function keepGatewayBusy(doorId: DoorId): Promise<void> {
    plant.simulator.control.addFault({ kind: 'errcode', path: '/v3/keyboardPwd/add', errcode: -3003 })
    const { jobIds } = plant.give([doorId], { pin: '482915' })
    if (plant.store.sites.get(plant.siteId)?.policy === 'approve') approved(await asked(jobIds[0]))
    await plant.untilStep('answer_came')
  }

  const untilIntent = (doorId: DoorId) =>
    vi.waitUntil(() => plant.operations(doorId).some(({ state }) => state === 'intent'), { timeout: 10_000 })

  const resultsOf = (planId: PlanId) =>
    plant.store.plans.doors(planId).flatMap((door) => Object.values(door.results))

  const listed = (doorId: DoorId) => {
    const door = plant.store.doors.get(doorId)
    return door ? plant.store.codes.actualCodes(door.integrationDeviceId) : []
  }

  it('a delete that waits for its gateway, its code marked never to be removed: is not sent', async () => {
    await start(['771204'], APPROVE)
    const first = await plant.provisioned(lockIdAt(0))
    const { doorId, jobId } = plant.provision(lockIdAt(1))
    const planId = await asked(jobId)
    await keepGatewayBusy(first)
    const applying = approved(planId)
    await untilIntent(doorId)
    markCode(plant.useCases, plant.actor(), {
      ...{ doorId, vendorPinId: listed(doorId)[0]?.vendorPinId ?? ('' as never) },
      ...{ mark: 'never_delete', until: null, reason: 'fire brigade' },
    })
    await plant.job(applying, 'done')

    expect(plant.writes(lockIdAt(1))).toEqual([])
    expect(resultsOf(planId)).toEqual([{ result: 'skipped', sentence: NOT_SENT }])
    expect(plant.operations(doorId)).toMatchObject([{ kind: 'delete', state: 'failed', sentAt: null }])
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(1))).toEqual(['771204'])
  })

  it('an apply of several lines, its site set to observe: sends nothing more', async () => {
    await start(['771204', '350917', '660218'], APPROVE)
    const { jobId } = plant.provision(lockIdAt(1))
    const planId = await asked(jobId)
    const applying = approved(planId)
    await plant.untilStep('marked_sent')
    plant.enforce({ ...APPROVE, mode: 'observe' })
    await plant.job(applying, 'done')
    await plant.engine().idle()

    expect(plant.writes(lockIdAt(1))).toHaveLength(1)
    expect(resultsOf(planId).map(({ result }) => result)).toEqual(['ok', 'skipped', 'skipped'])
    expect(plant.store.plans.get(planId)?.status).toBe('partly_applied')
  })

  it('an add that waits for its gateway, its code revoked: never reaches the lock', async () => {
    await start([], APPROVE)
    const first = await plant.provisioned(lockIdAt(0))
    const doorId = await plant.provisioned(lockIdAt(1))
    const given = plant.give([doorId], { pin: '739154' })
    const planId = await asked(given.jobIds[0])
    await keepGatewayBusy(first)
    const applying = approved(planId)
    await untilIntent(doorId)
    revokeCode(plant.useCases, plant.actor(), given.credentialId)
    await plant.job(applying, 'done')

    expect(plant.writes(lockIdAt(1))).toEqual([])
    expect(resultsOf(planId)).toEqual([{ result: 'skipped', sentence: NOT_SENT }])
  })

  it('an add that waits at a site without questions, its end changed: goes once, with the new end', async () => {
    await start([], AUTO_ULTRA_STRICT)
    const first = await plant.provisioned(lockIdAt(0))
    const doorId = await plant.provisioned(lockIdAt(1))
    await keepGatewayBusy(first)
    // Counted from one moment: a minute may turn while the commands wait.
    const minuteMs = Math.floor(plant.clock.nowMs() / 60_000) * 60_000
    const inHours = (hours: number) => new Date(minuteMs + hours * 3_600_000).toISOString()
    const given = plant.give([doorId], { pin: '739154', startsAt: inHours(0), endsAt: inHours(5) })
    await untilIntent(doorId)
    const again = extendCode(plant.useCases, plant.actor(), {
      credentialId: given.credentialId,
      endsAt: inHours(9),
    })
    await plant.job(given.jobIds[0] as JobId, 'done')
    await plant.job(again[0] as JobId, 'done')

    const ends = plant.writes(lockIdAt(1)).map(({ parameters }) => parameters.endDate)
    expect(ends).toEqual([String(Date.parse(inHours(9)))])
  })

  it('a list that became old while the first command waited: is read again, and what came since is in the plan', async () => {
    await start([], AUTO_ULTRA_STRICT)
    const first = await plant.provisioned(lockIdAt(0))
    const doorId = await plant.provisioned(lockIdAt(1))
    await keepGatewayBusy(first)
    plant.simulator.control.clearJournal()
    const { jobIds } = plant.give([doorId], { pin: '739154' })
    await untilIntent(doorId)
    plant.clock.advance(10 * 60_000)
    plant.simulator.control.setClock({ advanceMs: 10 * 60_000 })
    plant.simulator.control.putCode({ lockId: lockIdAt(1), ...oldStray('903117') })
    const job = await plant.job(jobIds[0] as JobId, 'done')

    const requests = plant.requests(lockIdAt(1))
    const lists = requests.slice(0, requests.indexOf('add')).filter((path) => path === 'listKeyboardPwd')
    expect(lists).toHaveLength(2)
    expect(plant.memory(lockIdAt(1))).toEqual(['739154'])
    expect(job.attemptCount).toBe(1)
    const plans = plant.store.plans.ofCorrelation(job.correlationId)
    expect(plans.map((id) => plant.store.plans.get(id)?.status)).toEqual(['superseded', 'applied'])
  })

  it.each([
    [
      'without questions',
      AUTO_ULTRA_STRICT,
      { memory: ['482915', '739154'], fates: ['partly_applied', 'applied'] },
    ],
    ['with an approval', APPROVE, { memory: ['482915', '903117'], fates: ['stale'] }],
  ] as const)(
    'a lock that others changed while the computer slept between two commands (%s): is listed again before the next',
    async (_how, enforcement, { memory, fates }) => {
      await start([], APPROVE)
      const doorId = await plant.provisioned(lockIdAt(1))
      plant.give([doorId], { pin: '482915' })
      const [jobId] = plant.give([doorId], { pin: '739154' }).jobIds
      const planId = await asked(jobId)
      if (enforcement === APPROVE) approved(planId)
      else plant.enforce(enforcement)
      await plant.untilStep('answer_committed')
      plant.clock.advance(NIGHT_MS)
      plant.simulator.control.setClock({ advanceMs: NIGHT_MS })
      plant.simulator.control.putCode({ lockId: lockIdAt(1), ...oldStray('903117') })
      await plant.engine().idle()
      expect(plant.memory(lockIdAt(1))).toEqual(memory)
      const plans = plant.store.plans
        .list(10)
        .filter(({ status }) => status !== 'previewed' && status !== 'superseded')
      expect(plans.map(({ status }) => status).reverse()).toEqual(fates)
    },
  )
})
