import { z } from 'zod'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext } from '../../ports/lockProvider.ts'
import type { Auth } from '../auth.ts'
import { looseInt } from '../schemas.ts'
import type { Sender } from '../sender.ts'

const monthCount = z.looseObject({ monthRequestCount: looseInt.pipe(z.int().nonnegative()) })

/** Calls of the application this month; needs its id and secret, no sign-in. */
export async function readMonthRequestCount(
  parts: { readonly sender: Sender; readonly auth: Auth; readonly timeoutMs: number },
  context: CallContext,
): Promise<ProviderResult<number>> {
  const application = parts.auth.application()
  if (!application.ok) return application
  const { clientId, clientSecret } = application.value
  const result = await parts.sender.send(
    {
      action: 'MONTH_REQUEST_COUNT',
      path: '/app/getMonthRequestCount',
      payload: { clientId, clientSecret },
      effect: 'read',
      answer: monthCount,
      timeoutMs: parts.timeoutMs,
      externalId: null,
      secrets: [clientSecret],
      isDated: false,
      isQuotaQuestion: true,
    },
    context,
  )
  return result.ok ? { ok: true, value: result.value.monthRequestCount } : result
}
