/**
 * When a credential or a grant counts: from `startMs` until `endMs` (epoch ms, end not included).
 * A null side is open.
 */
export interface ValidityWindow {
  readonly startMs: number | null
  readonly endMs: number | null
}
