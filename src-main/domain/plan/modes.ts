import type { DoorPlanInput } from './doorPlanInput.ts'
import type { EnforceMode } from './enforceMode.ts'

/** What a mode does with codes that should not be there. Adds and changes run in every mode but `observe`. */
export interface ModeRules {
  readonly isSending: boolean
  readonly deletesStrays: boolean
  readonly bypassesGrace: boolean
}

const MODE_RULES: Readonly<Record<EnforceMode, ModeRules>> = {
  // What `observe` would do is shown as `strict` would do it.
  observe: { isSending: false, deletesStrays: true, bypassesGrace: false },
  managed_only: { isSending: true, deletesStrays: false, bypassesGrace: false },
  strict: { isSending: true, deletesStrays: true, bypassesGrace: false },
  ultra_strict: { isSending: true, deletesStrays: true, bypassesGrace: true },
}

export function rulesOfMode(mode: EnforceMode): ModeRules {
  return MODE_RULES[mode]
}

/** After a restore every site is `observe` until a person ended it. */
export function modeInForce(input: Pick<DoorPlanInput, 'site' | 'isAfterRestore'>): EnforceMode {
  return input.isAfterRestore ? 'observe' : input.site.mode
}
