import { afterEach, describe, expect, it } from 'vitest'
import type { CredentialId, DoorId, VendorPinId } from '../../../src-main/domain/ids.ts'
import { markCode } from '../../../src-main/useCases/markCode.ts'
import { adoptCode, giveNewPin, removeTaker, type TakenPin } from '../../../src-main/useCases/takenPin.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../../support/enginePlant.ts'
import { engineSite, lockIdAt, oldStray } from '../../support/engineSite.ts'

/** A mode that by itself keeps what is not ours. */
const MANAGED = { ...AUTO_ULTRA_STRICT, mode: 'managed_only' } as const
const PIN = '482915'

describe('a PIN that a code of nobody has', () => {
  let plant: EnginePlant

  afterEach(async () => {
    await plant.close()
  })

  async function start(): Promise<TakenPin & { readonly correlationId: string }> {
    plant = await buildEnginePlant({
      site: engineSite([{ codes: [oldStray(PIN)] }, {}]),
      enforcement: MANAGED,
    })
    const doorId = await plant.provisioned(lockIdAt(0))
    const other = await plant.provisioned(lockIdAt(1))
    const { credentialId, correlationId } = plant.give([doorId, other], { pin: PIN })
    await plant.engine().idle()
    expect(plant.writes(lockIdAt(0))).toEqual([])
    return { doorId, credentialId, vendorPinId: listed(doorId)[0]?.vendorPinId as VendorPinId, correlationId }
  }

  const listed = (doorId: DoorId) =>
    plant.store.codes.actualCodes(plant.store.doors.get(doorId)?.integrationDeviceId as never)

  const receiptOf = (doorId: DoorId, credentialId: CredentialId) =>
    plant.store.codes.receipts(doorId).find((receipt) => receipt.credentialId === credentialId)

  it('adopted, is the credential’s own, and nothing is sent', async () => {
    const taken = await start()
    adoptCode(plant.useCases, plant.actor(), taken)
    await plant.engine().idle()
    expect(plant.writes(lockIdAt(0))).toEqual([])
    expect(receiptOf(taken.doorId, taken.credentialId)).toMatchObject({ vendorPinId: taken.vendorPinId })
    expect(plant.store.doors.state(taken.doorId).differences).toBe(0)
  })

  it('removed on a person’s word, goes in a mode that keeps it, and ours takes its place', async () => {
    const taken = await start()
    removeTaker(plant.useCases, plant.actor(), taken)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([PIN])
    const [code] = listed(taken.doorId)
    expect(code?.vendorPinId).not.toBe(taken.vendorPinId)
    expect(receiptOf(taken.doorId, taken.credentialId)?.vendorPinId).toBe(code?.vendorPinId)
  })

  it('whose digits changed since somebody asked for its removal, stays', async () => {
    const taken = await start()
    await plant.stopEngine()
    removeTaker(plant.useCases, plant.actor(), taken)
    plant.simulator.control.removeCode({ lockId: lockIdAt(0), keyboardPwd: PIN })
    plant.simulator.control.putCode({ lockId: lockIdAt(0), ...oldStray('903117') })
    await plant.restartEngine()
    plant.advance(60_000)
    await plant.engine().idle()
    expect(plant.memory(lockIdAt(0))).toEqual([PIN, '903117'])
  })

  it('is left to its code when the credential gets a new PIN, on all its doors', async () => {
    const taken = await start()
    const given = giveNewPin(plant.useCases, plant.actor(), taken)
    await plant.engine().idle()
    expect(given.pin).not.toBe(PIN)
    expect(plant.memory(lockIdAt(0))).toEqual([PIN, given.pin].sort())
    expect(plant.memory(lockIdAt(1))).toEqual([given.pin])
  })

  it('is audited without any digits', async () => {
    const taken = await start()
    const by = plant.actor()
    const { pin } = giveNewPin(plant.useCases, by, taken)
    const story = JSON.stringify(plant.store.traces.auditOf([by.correlationId]))
    expect(story).toContain('new_pin')
    expect(story).not.toContain(PIN)
    expect(story).not.toContain(pin)
  })

  it('of a code marked never to be removed, is not removed', async () => {
    const taken = await start()
    markCode(plant.useCases, plant.actor(), {
      ...taken,
      mark: 'never_delete',
      until: null,
      reason: 'fire brigade',
    })
    expect(() => removeTaker(plant.useCases, plant.actor(), taken)).toThrow(
      expect.objectContaining({ code: 'code_is_protected' }),
    )
  })

  it('is decided only while that code has it', async () => {
    const taken = await start()
    giveNewPin(plant.useCases, plant.actor(), taken)
    for (const decide of [adoptCode, removeTaker, giveNewPin]) {
      expect(() => decide(plant.useCases, plant.actor(), taken)).toThrow(
        expect.objectContaining({ code: 'pin_not_taken' }),
      )
    }
  })
})
