import { afterEach, describe, expect, it } from 'vitest'
import type { DoorId, VendorPinId } from '../../../src-main/domain/ids.ts'
import { doorAlarms } from '../../../src-main/ipc/present/doorAlarms.ts'
import { checkDoors } from '../../../src-main/useCases/checkDoors.ts'
import { dismissAlarm, readDoorUse } from '../../../src-main/useCases/doorUse.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../../support/engineSite.ts'

const LOCK = lockIdAt(0)
const HOUR_MS = 3_600_000

describe('the log of a lock', () => {
  let plant: EnginePlant
  let doorId: DoorId

  afterEach(async () => {
    await plant.close()
  })

  async function start(): Promise<void> {
    plant = await buildEnginePlant({ site: engineSite([{}]) })
    doorId = await plant.provisioned(LOCK)
  }
  async function read() {
    const jobId = readDoorUse(plant.useCases, plant.actor(), doorId)
    return plant.job(jobId, 'done')
  }
  async function check(): Promise<void> {
    const [jobId] = checkDoors(plant.useCases, plant.actor(), [doorId])
    if (jobId !== undefined) await plant.job(jobId, 'done')
  }
  async function givenOnLock(pin: string): Promise<void> {
    const { jobIds } = plant.give([doorId], { pin })
    for (const id of jobIds) await plant.job(id, 'done')
  }
  const receipt = () => plant.store.codes.receipts(doorId)[0]
  const kinds = () => plant.store.doorUse.openAlarms().map((alarm) => [alarm.kind, alarm.uses])

  it('with a use of a code, proves it by the moment of the use, and a later reading leaves it so', async () => {
    await start()
    await givenOnLock('482915')
    const { record } = plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '482915' })
    await read()
    const usedAt = new Date(record.lockDate).toISOString()
    expect(receipt()).toMatchObject({ evidenceGrade: 'used_at_door', evidenceAt: usedAt })
    plant.advance(HOUR_MS)
    await check()
    expect(receipt()).toMatchObject({ evidenceGrade: 'used_at_door', evidenceAt: usedAt })
    expect(kinds()).toEqual([])
  })

  it('read again, counts nothing twice', async () => {
    await start()
    plant.simulator.control.putCode({ lockId: LOCK, keyboardPwd: '350917', cloud: false })
    plant.advance(HOUR_MS)
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '350917' })
    plant.advance(HOUR_MS)
    for (let round = 0; round < 2; round++) {
      await read()
      await check()
    }
    expect(kinds()).toEqual([['unknown_code_opened', 1]])
  })

  it('with a code no list holds, raises an alarm once a list was made after it, which a person dismisses', async () => {
    await start()
    plant.simulator.control.putCode({ lockId: LOCK, keyboardPwd: '350917', cloud: false })
    plant.advance(HOUR_MS)
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '350917' })
    await read()
    expect(kinds()).toEqual([])
    plant.advance(HOUR_MS)
    await check()
    const [alarm] = doorAlarms(plant.store)
    expect(alarm).toMatchObject({ kind: 'unknown_code_opened', doorId, uses: 1, whose: null })
    const open = plant.store.doorUse.openAlarms(doorId)[0]
    if (!open) throw new Error('no alarm')
    const by = plant.actor()
    dismissAlarm(plant.useCases, by, { alarmId: open.id, reason: 'the fitter was there' })
    expect(kinds()).toEqual([])
    expect(plant.store.traces.auditOf([by.correlationId])).toMatchObject([
      { entity: `Alarm #${open.id}`, action: 'dismiss', after: { reason: 'the fitter was there' } },
    ])
    expect(() => dismissAlarm(plant.useCases, by, { alarmId: open.id, reason: 'again' })).toThrow()
  })

  it('handed in after an outage of days, still raises its alarm', async () => {
    await start()
    plant.simulator.control.putCode({ lockId: LOCK, keyboardPwd: '350917', cloud: false })
    const pass = async (hours: number) => {
      for (let passed = 0; passed < hours; passed += 8) {
        plant.advance(8 * HOUR_MS)
        await plant.engine().idle()
      }
    }
    await pass(8)
    plant.simulator.control.patchGateway({ gatewayId: 1, online: false })
    await pass(8)
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '350917' })
    await pass(72)
    expect(kinds()).toEqual([])
    plant.simulator.control.patchGateway({ gatewayId: 1, online: true })
    await pass(48)
    expect(kinds()).toEqual([['unknown_code_opened', 1]])
  })

  it('with a code that only the cloud forgot, is an alarm as well', async () => {
    await start()
    await givenOnLock('482915')
    plant.enforce({ ...AUTO_ULTRA_STRICT, mode: 'observe' })
    plant.simulator.control.removeCode({ lockId: LOCK, keyboardPwd: '482915', memory: false })
    plant.advance(HOUR_MS)
    await check()
    plant.advance(HOUR_MS)
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '482915' })
    plant.advance(HOUR_MS)
    await check()
    await read()
    expect(kinds()).toEqual([['unknown_code_opened', 1]])
  })

  it('with a listed valid code that the lock refused, raises the opposite alarm and names the person', async () => {
    await start()
    await givenOnLock('482915')
    plant.simulator.control.removeCode({ lockId: LOCK, keyboardPwd: '482915', cloud: false })
    plant.advance(HOUR_MS)
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '482915' })
    await read()
    expect(doorAlarms(plant.store)).toMatchObject([{ kind: 'valid_code_refused', whose: 'Ada' }])
  })

  it('with a wrong PIN, raises nothing', async () => {
    await start()
    await givenOnLock('482915')
    plant.advance(HOUR_MS)
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '482916' })
    await read()
    plant.advance(HOUR_MS)
    await check()
    expect(kinds()).toEqual([])
  })

  it('is stored and traced without a PIN in the clear', async () => {
    await start()
    await givenOnLock('482915')
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '482915' })
    plant.simulator.control.typeAtDoor({ lockId: LOCK, pin: '730461' })
    const { correlationId } = await read()
    const logs = plant.logs(correlationId)
    expect(logs.some((log) => log.action === 'RECORD_LIST')).toBe(true)
    for (const pin of ['482915', '730461']) expect(JSON.stringify(logs)).not.toContain(pin)
    const uses = plant.store.doorUse.lastUses(
      plant.store.doors.get(doorId)?.integrationDeviceId as NonNullable<
        ReturnType<typeof plant.store.doors.get>
      >['integrationDeviceId'],
    )
    expect([...uses.keys()]).toEqual([receipt()?.vendorPinId as VendorPinId])
  })

  it('after the first look at a door, is read again and again by itself', async () => {
    await start()
    const scheduled = () =>
      plant.store.jobs.schedules(20).filter(({ job }) => job.type === 'record_sync' && job.doorId === doorId)
    expect(scheduled()).toHaveLength(1)
    await read()
    expect(scheduled()).toHaveLength(1)
    await plant.restartEngine()
    await plant.engine().idle()
    expect(scheduled()).toHaveLength(1)
  })
})
