import type { EnforcementHours } from './enforcementHours.ts'
import { DEFAULT_SAFEGUARD_LIMITS, type SafeguardLimits } from './safeguards.ts'

/** What a site asks of the work on its doors beside mode, policy and grace. */
export interface SiteRules {
  readonly limits: SafeguardLimits
  readonly hours: EnforcementHours
  /** A plan in `ultra_strict` is applied only after a second manager confirmed it. */
  readonly needsSecondOperator: boolean
}

export const USUAL_SITE_RULES: SiteRules = {
  limits: DEFAULT_SAFEGUARD_LIMITS,
  hours: null,
  needsSecondOperator: false,
}
