import { z } from 'zod'
import type { ActualCode, ActualCodeStatus, ListedWindow, LockReading } from '../../domain/code/actualCode.ts'
import { parseCodeName } from '../../domain/code/codeName.ts'
import type { VendorPinId } from '../../domain/ids.ts'
import type { ProviderError } from '../../domain/providerError/providerError.ts'
import { hidePins, type SecretValues, secretValues } from '../../domain/redaction/secretValues.ts'
import type { Clock } from '../../ports/clock.ts'
import type { CallContext } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { readAllPages } from '../paging.ts'
import { looseFlag, looseId, looseInt, optionalInt, optionalText, pageOf, pinText } from '../schemas.ts'
import { invalidLockId, lockNumber } from './ids.ts'

export const PERMANENT_TYPE = 2
export const PERIOD_TYPE = 3

const codeRow = z.object({
  keyboardPwdId: looseId,
  keyboardPwd: pinText,
  keyboardPwdName: optionalText,
  keyboardPwdType: looseInt,
  startDate: optionalInt,
  endDate: optionalInt,
  sendDate: optionalInt,
  isCustom: looseFlag.nullish(),
  status: optionalInt,
  senderUsername: optionalText,
})
const codePage = pageOf(codeRow)

export interface CodeEndpointParts {
  readonly caller: Caller
  readonly clock: Clock
  /** Whether 4 was seen to work for change and delete; unverified, so false unless somebody says so. */
  readonly queuesChangeAndDelete: boolean
}

export interface CodeReading {
  readonly reading: LockReading
  readonly error: ProviderError | null
}

/** The lock's passcode list; `searchStr` narrows it (name in part, digits exactly). */
export async function listCodes(
  parts: CodeEndpointParts,
  asked: { readonly externalId: string; readonly searchStr: string | null },
  context: CallContext,
): Promise<CodeReading> {
  const { externalId, searchStr } = asked
  const lockId = lockNumber(externalId)
  if (lockId === null) return unreadable(parts, invalidLockId())
  const result = await readAllPages(
    parts.caller,
    {
      action: 'PASSCODE_LIST',
      path: '/v3/lock/listKeyboardPwd',
      params: { lockId, ...(searchStr === null ? {} : { searchStr }) },
      externalId,
      page: codePage,
      idOf: (row) => row.keyboardPwdId,
      // The one long answer that is asked for again and again: before a plan, after it, and with each check.
      ...(searchStr === null ? { rememberAs: `codes of ${lockId}` } : {}),
      ...(searchStr !== null && /^\d+$/.test(searchStr) ? { secrets: [searchStr] } : {}),
    },
    context,
  )
  if (!result.ok) return unreadable(parts, result.error)
  let prepared: SecretValues | null = null
  // Mostly nobody asks: our own names need no look.
  const pinsOfList = () => (prepared ??= secretValues(result.value.map((row) => row.keyboardPwd)))
  const codes = result.value.map((row) => toActualCode(row, pinsOfList))
  parts.caller.learnPins(
    externalId,
    codes.map((code) => code.pin),
  )
  return { reading: { kind: 'known', codes, readAtMs: parts.clock.nowMs() }, error: null }
}

function unreadable(parts: CodeEndpointParts, error: ProviderError): CodeReading {
  return { reading: { kind: 'unreadable', reason: error.sentence, atMs: parts.clock.nowMs() }, error }
}

function toActualCode(row: z.output<typeof codeRow>, pinsOfList: () => SecretValues): ActualCode {
  const codeType = row.keyboardPwdType
  return {
    // The schema made it digits; the brand says whose id it is.
    vendorPinId: row.keyboardPwdId as VendorPinId,
    name: nameWithoutPins(row.keyboardPwdName, pinsOfList),
    pin: row.keyboardPwd,
    window: windowOf(codeType, row.startDate, row.endDate),
    codeType,
    // Old lists leave it out; only types 2 and 3 can be custom.
    isCustom: row.isCustom ?? (codeType === PERMANENT_TYPE || codeType === PERIOD_TYPE),
    status: statusOf(row.status),
    createdAtMs: row.sendDate !== null && row.sendDate > 0 ? row.sendDate : null,
    senderUsername: row.senderUsername,
  }
}

function windowOf(codeType: number, startMs: number | null, endMs: number | null): ListedWindow {
  if (codeType === PERMANENT_TYPE) return { kind: 'permanent' }
  if (codeType !== PERIOD_TYPE || startMs === null || endMs === null || endMs <= 0)
    return { kind: 'other', codeType }
  return { kind: 'period', startMs, endMs }
}

/** People write the code into its name; a name is stored and shown as it is, a PIN never. */
function nameWithoutPins(name: string | null, pinsOfList: () => SecretValues): string | null {
  return name === null || parseCodeName(name) !== null ? name : hidePins(name, pinsOfList())
}

/** See `ActualCodeStatus`; the numbers are the vendor's. */
function statusOf(status: number | null): ActualCodeStatus {
  switch (status) {
    case null:
    case 1:
      return 'settled'
    case 3:
    case 4:
    case 6:
    case 8:
      return 'under_way'
    case 5:
      return 'not_on_lock'
    case 7:
    case 9:
      return 'as_before'
    case 2:
      return 'expired_or_invalid'
    default:
      return 'unknown'
  }
}
