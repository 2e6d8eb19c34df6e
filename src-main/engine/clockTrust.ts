import { isClockOff } from '../domain/clockTolerance.ts'
import type { EngineContext } from './engineContext.ts'

/**
 * False while a provider says that this computer's clock is off. What the clock alone would end or erase for good then
 * waits: a date that somebody set for a moment must cost no approval and no undo. A computer that slept may be believed
 * a little later, with its first answer.
 */
export function isClockTrusted({ store, providers }: Pick<EngineContext, 'store' | 'providers'>): boolean {
  return store.accounts.list().every(({ id }) => !isClockOff(providers.forAccount(id).clockOffsetMs()))
}
