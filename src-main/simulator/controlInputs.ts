import { z } from 'zod'
import type { SimulatorControl } from './control.ts'
import type { ControlOperation } from './controlRoutes.ts'
import { faultKinds } from './faults.ts'
import type { defaultSwitches } from './switches.ts'

/** Parses what came over HTTP or from another thread, then runs the operation. Throws ZodError on a bad input. */
export type ControlRunner = (control: SimulatorControl, input: unknown) => unknown

const id = z.coerce.number().int()
const time = z.coerce.number()
const bit = z.union([z.literal(0), z.literal(1)])
const features = z.string().regex(/^[0-9a-f]+$/i)
const nothing = z.unknown()

const codeSchema = z.strictObject({
  keyboardPwdId: id.optional(),
  keyboardPwd: z.string(),
  keyboardPwdName: z.string().nullable().optional(),
  keyboardPwdType: z.number().optional(),
  startDate: time.optional(),
  endDate: time.optional(),
  sendDate: time.optional(),
  isCustom: bit.optional(),
  status: z.number().optional(),
  senderUsername: z.string().optional(),
  cloud: z.boolean().optional(),
  memory: z.boolean().optional(),
})

const wifiSchema = z.strictObject({
  configured: z.boolean().optional(),
  online: z.boolean().optional(),
  powerSaving: z.boolean().optional(),
})

const lockSchema = z.strictObject({
  lockId: id,
  lockAlias: z.string(),
  adminUid: id.optional(),
  groupName: z.string().optional(),
  electricQuantity: z.number().optional(),
  featureValue: features.optional(),
  passcodeManagement: z.boolean().optional(),
  passageMode: z.boolean().optional(),
  keypadDigits: z.string().optional(),
  wifi: wifiSchema.optional(),
  gateways: z.array(z.strictObject({ gatewayId: id, rssi: z.number() })).optional(),
  timezoneRawOffset: z.number().optional(),
  noKeyPwd: z.string().optional(),
  customCapacity: z.number().optional(),
  clockOffsetMs: z.number().optional(),
  clockDriftMsPerDay: z.number().optional(),
  isFrozen: z.boolean().optional(),
  answers: z.boolean().optional(),
  codes: z.array(codeSchema).optional(),
})

const onOff = z.union([z.literal(1), z.literal(2)])

const lockPatchSchema = z.strictObject({
  lockId: id,
  lockAlias: z.string().optional(),
  electricQuantity: z.number().optional(),
  featureValue: features.optional(),
  keypadDigits: z.string().optional(),
  customCapacity: z.number().optional(),
  hasPasscodeData: z.boolean().optional(),
  isFrozen: z.boolean().optional(),
  answers: z.boolean().optional(),
  timezoneRawOffset: z.number().optional(),
  wifi: wifiSchema.optional(),
  clockOffsetMs: z.number().optional(),
  clockDriftMsPerDay: z.number().optional(),
  passage: z
    .strictObject({
      passageMode: onOff,
      autoUnlock: onOff,
      periods: z.array(
        z.strictObject({
          isAllDay: onOff,
          startTime: z.number(),
          endTime: z.number(),
          weekDays: z.array(z.number()),
        }),
      ),
    })
    .optional(),
})

const gatewaySchema = z.strictObject({
  gatewayId: id,
  gatewayName: z.string(),
  gatewayVersion: z.number().optional(),
  adminUid: id.optional(),
  online: z.boolean().optional(),
})

const accountSchema = z.strictObject({
  uid: id,
  username: z.string(),
  nickName: z.string().optional(),
  password: z.string().optional(),
  passwordMd5: z.string().optional(),
  clientId: z.string(),
  clientSecret: z.string(),
  region: z.enum(['eu', 'cn']).optional(),
})

const ekeySchema = z.strictObject({
  lockId: id,
  uid: id,
  keyName: z.string().optional(),
  keyRight: bit.optional(),
  remoteEnable: z.union([z.literal(1), z.literal(2)]).optional(),
  keyStatus: z.string().optional(),
})

const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  count: z.number().int().positive().optional(),
  skip: z.number().int().min(0).optional(),
  probability: z.number().min(0).max(1).optional(),
  path: z.string().optional(),
  lockId: id.optional(),
  errcode: z.number().int().optional(),
  httpStatus: z.number().int().min(100).max(599).optional(),
  delayMs: z.number().min(0).optional(),
  effect: z.enum(['none', 'applied']).optional(),
})

const times = z.union([z.number().int().min(0), z.literal('always')])
const milliseconds = z.number().min(0)

const switchesSchema = z
  .strictObject({
    deleteTwiceAnswers: z.enum(['-2009', '0']),
    overCapPageSize: z.enum(['clip', '-3']),
    refreshRotates: z.boolean(),
    refreshEndsOldToken: z.boolean(),
    secondLogin: z.enum(['new', 'same', 'ends-first']),
    simplePasscodes: z.enum(['refused', 'accepted']),
    uniquenessCoversGenerated: z.boolean(),
    changeKind: z.enum(['-3', 'applied']),
    backwardsWindow: z.enum(['-3', 'accepted']),
    generatedOverAYear: z.enum(['-3', 'whole months']),
    unusedGeneratedDelete: z.enum(['-3008', '0']),
    deadGateway: z.enum(['errcode 1', 'hang']),
    typeFourForChangeAndDelete: z.boolean(),
    asyncSettleMs: milliseconds,
    asyncWritesFail: times,
    lyingAdds: times,
    lyingDeletes: times,
    lyingChanges: times,
    lyingSchedules: times,
    listLagMs: milliseconds,
    recordDelayMs: milliseconds,
    looseTypes: z.boolean(),
    failedCallsCount: z.boolean(),
    expiredStatus: z.enum(['2', '1']),
  } satisfies Record<keyof typeof defaultSwitches, z.ZodType>)
  .partial()

const range = z.tuple([milliseconds, milliseconds]).refine(([from, to]) => from <= to)
const latencySchema = z.strictObject({
  latency: z.union([
    milliseconds,
    z.strictObject({ commandMs: range, cloudMs: range, giveUpMs: milliseconds }).partial(),
  ]),
})

function operation<Input>(
  schema: z.ZodType<Input>,
  run: (control: SimulatorControl, input: Input) => unknown,
): ControlRunner {
  return (control, input) => run(control, schema.parse(input ?? {}))
}

export const controlRunners: Readonly<Record<ControlOperation, ControlRunner>> = {
  state: operation(z.object({ lockId: id.optional() }), (control, input) => control.state(input)),
  journal: operation(
    z.object({ since: z.coerce.number().optional(), path: z.string().optional(), lockId: id.optional() }),
    (control, input) => control.journal(input),
  ),
  clearJournal: operation(nothing, (control) => control.clearJournal()),
  faults: operation(nothing, (control) => control.faults()),
  addFault: operation(faultSchema, (control, input) => control.addFault(input)),
  clearFaults: operation(nothing, (control) => control.clearFaults()),
  service: operation(nothing, (control) => control.service()),
  setService: operation(
    z.strictObject({ up: z.boolean(), forMs: milliseconds.optional() }),
    (control, input) => control.setService(input),
  ),
  addLock: operation(lockSchema, (control, input) => control.addLock(input)),
  patchLock: operation(lockPatchSchema, (control, input) => control.patchLock(input)),
  removeLock: operation(z.strictObject({ lockId: id }), (control, input) => control.removeLock(input)),
  addGateway: operation(gatewaySchema, (control, input) => control.addGateway(input)),
  patchGateway: operation(
    z.strictObject({
      gatewayId: id,
      online: z.boolean().optional(),
      busyForMs: milliseconds.optional(),
      links: z
        .array(z.strictObject({ lockId: id, rssi: z.number().optional(), inReach: z.boolean().optional() }))
        .optional(),
    }),
    (control, input) => control.patchGateway(input),
  ),
  putCode: operation(codeSchema.extend({ lockId: id }), (control, input) => control.putCode(input)),
  removeCode: operation(
    z.strictObject({
      lockId: id,
      keyboardPwd: z.string(),
      cloud: z.boolean().optional(),
      memory: z.boolean().optional(),
    }),
    (control, input) => control.removeCode(input),
  ),
  typeAtDoor: operation(
    z.strictObject({ lockId: id, pin: z.string(), at: time.optional() }),
    (control, input) => control.typeAtDoor(input),
  ),
  setClock: operation(
    z.strictObject({ advanceMs: z.number().optional(), offsetMs: z.number().optional() }),
    (control, input) => control.setClock(input),
  ),
  revokeTokens: operation(
    z.strictObject({ username: z.string().optional(), refresh: z.boolean().optional() }),
    (control, input) => control.revokeTokens(input),
  ),
  setQuota: operation(
    z.strictObject({
      clientId: z.string().optional(),
      monthlyLimit: z.number().int().min(0).nullable().optional(),
      perMinuteLimit: z.number().int().min(0).nullable().optional(),
      monthCount: z.number().int().min(0).optional(),
    }),
    (control, input) => control.setQuota(input),
  ),
  // zod types an optional key as possibly undefined; setSwitches drops those.
  setSwitches: operation(switchesSchema, (control, input) =>
    control.setSwitches(input as Partial<typeof defaultSwitches>),
  ),
  setLatency: operation(latencySchema, (control, input) => control.setLatency(input)),
  setRegion: operation(z.strictObject({ region: z.enum(['eu', 'cn']) }), (control, input) =>
    control.setRegion(input),
  ),
  addAccount: operation(accountSchema, (control, input) => control.addAccount(input)),
  addEkey: operation(ekeySchema, (control, input) => control.addEkey(input)),
  replaceSite: operation(
    z.strictObject({
      accounts: z.array(accountSchema).min(1),
      gateways: z.array(gatewaySchema),
      locks: z.array(lockSchema),
      ekeys: z.array(ekeySchema).optional(),
      doorUses: z.array(z.strictObject({ lockId: id, pin: z.string(), at: time })).optional(),
    }),
    (control, input) => control.replaceSite(input),
  ),
}
