import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext, UnlockRecord } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { readAllPages } from '../paging.ts'
import { looseFlag, looseId, looseInt, optionalInt, optionalText, pageOf } from '../schemas.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

const CODE_RECORD = 4

const recordRow = z.looseObject({
  recordId: looseId,
  recordType: looseInt,
  recordTypeFromLock: optionalInt,
  success: looseFlag,
  username: optionalText,
  /** A card's or a finger's number in most records: only the digits of a code are used, and only as text. */
  keyboardPwd: z.unknown().optional(),
  lockDate: looseInt,
  serverDate: optionalInt,
})
const recordPage = pageOf(recordRow)

/** The lock's log as far as the provider has it (six months). */
export async function listRecords(
  caller: Caller,
  asked: { readonly externalId: string; readonly fromMs: number; readonly toMs: number },
  context: CallContext,
): Promise<ProviderResult<readonly UnlockRecord[]>> {
  const lockId = lockNumber(asked.externalId)
  if (lockId === null) return refuse(invalidLockId())
  const result = await readAllPages(
    caller,
    {
      action: 'RECORD_LIST',
      path: '/v3/lockRecord/list',
      params: { lockId, startDate: asked.fromMs, endDate: asked.toMs },
      externalId: asked.externalId,
      page: recordPage,
      idOf: (row) => row.recordId,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.map(toRecord) } : result
}

function toRecord(row: z.output<typeof recordRow>): UnlockRecord {
  const digits = typeof row.keyboardPwd === 'string' ? row.keyboardPwd : ''
  return {
    recordId: row.recordId,
    recordType: row.recordType,
    recordTypeFromLock: row.recordTypeFromLock,
    isSuccess: row.success,
    pin: row.recordType === CODE_RECORD && /^\d+$/.test(digits) ? digits : null,
    username: row.username,
    lockTimeMs: row.lockDate,
    receivedAtMs: row.serverDate,
  }
}
