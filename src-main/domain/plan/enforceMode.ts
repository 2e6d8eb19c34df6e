/** What a site allows the engine to do; the table stands in `modes.ts`. */
export const ENFORCE_MODES = ['observe', 'managed_only', 'strict', 'ultra_strict'] as const
export type EnforceMode = (typeof ENFORCE_MODES)[number]

/** `approve`: a plan waits for a person. `auto`: the job applies its own plan unless a safeguard trips. */
export const ENFORCE_POLICIES = ['approve', 'auto'] as const
export type EnforcePolicy = (typeof ENFORCE_POLICIES)[number]
