import { setTimeout as delay } from 'node:timers/promises'
import type { ActualCodeStatus } from '../../domain/code/actualCode.ts'
import type { VendorPinId } from '../../domain/ids.ts'
import type { ProviderResult } from '../../domain/providerError/providerError.ts'
import type { CallContext } from '../../ports/lockProvider.ts'
import { type CodeEndpointParts, listCodes } from './codeList.ts'

export interface Following {
  readonly externalId: string
  readonly vendorPinId: VendorPinId
  readonly everyMs: number
  readonly limitMs: number
}

/** Reads the list again and again until the code's queued write has ended, the limit has passed or a read failed. */
export async function followCode(
  parts: CodeEndpointParts,
  following: Following,
  context: CallContext,
): Promise<ProviderResult<ActualCodeStatus | 'gone'>> {
  const endMonotonicMs = parts.clock.monotonicMs() + following.limitMs
  for (;;) {
    const { reading, error } = await listCodes(
      parts,
      { externalId: following.externalId, searchStr: null },
      context,
    )
    if (error !== null) return { ok: false, error }
    const codes = reading.kind === 'known' ? reading.codes : []
    const status = codes.find((code) => code.vendorPinId === following.vendorPinId)?.status ?? 'gone'
    const isOver = parts.clock.monotonicMs() + following.everyMs > endMonotonicMs
    if (status !== 'under_way' || isOver || context.signal?.aborted) return { ok: true, value: status }
    // An aborted wait ends the loop with the status just read.
    await delay(following.everyMs, undefined, context.signal ? { signal: context.signal } : {}).catch(
      () => undefined,
    )
  }
}
