import { z } from 'zod'
import type { VendorPinId } from '../../domain/ids.ts'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext, GenerateCode, GeneratedCode } from '../../ports/lockProvider.ts'
import { invalidRequest } from '../failures.ts'
import { looseId, pinText } from '../schemas.ts'
import type { CodeEndpointParts } from './codeList.ts'
import { invalidLockId, lockNumber, refuse } from './ids.ts'

const HOUR_MS = 3_600_000
const CODE_TYPES = { one_time: 1, permanent: 2, period: 3 } as const satisfies Record<
  GenerateCode['kind'],
  number
>
/** A generated code dies unless used within 24 hours of its start, a one-time code within 6. */
const FIRST_USE_HOURS = { one_time: 6, permanent: 24, period: 24 } as const

/** `/v3/keyboardPwd/get`: computed by cloud and lock alike, in whole hours. */
export async function generateCode(
  parts: CodeEndpointParts,
  command: GenerateCode,
  context: CallContext,
): Promise<ProviderResult<GeneratedCode>> {
  const lockId = lockNumber(command.externalId)
  if (lockId === null) return refuse(invalidLockId())
  const validity = validityOf(command)
  const problem = problemOf(validity, command.kind, parts.clock.nowMs())
  if (problem !== null) return refuse(invalidRequest(problem))
  const { startMs, endMs } = validity
  const result = await parts.caller.call(
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
  parts.caller.learnPins(command.externalId, [result.value.keyboardPwd])
  return {
    ok: true,
    value: {
      // The schema made it digits; the brand says whose id it is.
      vendorPinId: result.value.keyboardPwdId as VendorPinId,
      pin: result.value.keyboardPwd,
      startMs,
      endMs: command.kind === 'one_time' ? firstUseByMs(validity, command.kind) : endMs,
      firstUseByMs: firstUseByMs(validity, command.kind),
    },
  }
}

interface Validity {
  readonly startMs: number
  readonly endMs: number | null
}

function validityOf({ kind, startMs, endMs }: GenerateCode): Validity {
  return {
    startMs: Math.floor(startMs / HOUR_MS) * HOUR_MS,
    endMs: kind === 'period' ? Math.ceil((endMs ?? Number.NaN) / HOUR_MS) * HOUR_MS : null,
  }
}

function firstUseByMs({ startMs, endMs }: Validity, kind: GenerateCode['kind']): number {
  return Math.min(startMs + FIRST_USE_HOURS[kind] * HOUR_MS, endMs ?? Number.POSITIVE_INFINITY)
}

/** What the provider refuses, or gives a code for that never opens. */
function problemOf(validity: Validity, kind: GenerateCode['kind'], nowMs: number): string | null {
  const { startMs, endMs } = validity
  if (!Number.isFinite(startMs)) return 'A generated code needs a time from which it works.'
  if (endMs !== null) {
    if (!Number.isFinite(endMs)) return 'A generated code for a period needs a time at which it ends.'
    if (endMs <= startMs) return 'The code would end before it begins.'
    if (endMs <= nowMs) return 'The code would have ended already.'
    // Older documents take longer ones of whole months; the newer ones take none.
    if (endMs > aYearAfter(startMs))
      return 'A generated code lasts a year at most, counted in whole hours. Choose an earlier end.'
  }
  if (firstUseByMs(validity, kind) > nowMs) return null
  return `A generated code works only when it is used at the lock within ${FIRST_USE_HOURS[kind]} hours of its start, and they are over. Choose a later start.`
}

function aYearAfter(ms: number): number {
  const date = new Date(ms)
  return date.setUTCFullYear(date.getUTCFullYear() + 1)
}
