import { z } from 'zod'
import type { VendorPinId } from '../../domain/ids.ts'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext, GenerateCode, GeneratedCode } from '../../ports/lockProvider.ts'
import type { Caller } from '../caller.ts'
import { invalidRequest } from '../failures.ts'
import { looseId, pinText } from '../schemas.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

const HOUR_MS = 3_600_000
const CODE_TYPES = { one_time: 1, permanent: 2, period: 3 } as const satisfies Record<
  GenerateCode['kind'],
  number
>
/** A generated code dies unless used within 24 hours of its start, a one-time code within 6. */
const FIRST_USE_MS = { one_time: 6 * HOUR_MS, permanent: 24 * HOUR_MS, period: 24 * HOUR_MS } as const

/** `/v3/keyboardPwd/get`: computed by cloud and lock alike, in whole hours. */
export async function generateCode(
  caller: Caller,
  command: GenerateCode,
  context: CallContext,
): Promise<ProviderResult<GeneratedCode>> {
  const lockId = lockNumber(command.externalId)
  if (lockId === null) return refuse(invalidLockId())
  const startMs = Math.floor(command.startMs / HOUR_MS) * HOUR_MS
  const endMs = command.kind === 'period' ? Math.ceil((command.endMs ?? 0) / HOUR_MS) * HOUR_MS : null
  if (endMs !== null && endMs <= startMs)
    return refuse(invalidRequest('The code would end before it begins.'))
  const result = await caller.call(
    {
      action: 'PASSCODE_GET',
      path: '/v3/keyboardPwd/get',
      params: {
        lockId,
        keyboardPwdType: CODE_TYPES[command.kind],
        keyboardPwdName: command.name,
        startDate: startMs,
        ...(endMs === null ? {} : { endDate: endMs }),
      },
      effect: 'add',
      answer: z.looseObject({ keyboardPwd: pinText, keyboardPwdId: looseId }),
      externalId: command.externalId,
      isGatewayCommand: false,
    },
    context,
  )
  if (!result.ok) return result
  caller.learnPins(command.externalId, [result.value.keyboardPwd])
  return {
    ok: true,
    value: {
      // The schema made it digits; the brand says whose id it is.
      vendorPinId: result.value.keyboardPwdId as VendorPinId,
      pin: result.value.keyboardPwd,
      startMs,
      endMs: command.kind === 'one_time' ? startMs + FIRST_USE_MS.one_time : endMs,
      firstUseByMs: startMs + FIRST_USE_MS[command.kind],
    },
  }
}
