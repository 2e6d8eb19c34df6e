import type { PlanId, VendorPinId } from '../ids.ts'

/** `never_delete`: no mode overrides it. `confirm_delete`: a person says yes first. `tolerated_until`: left alone until then. */
export const MARK_KINDS = ['never_delete', 'confirm_delete', 'tolerated_until'] as const
export type MarkKind = (typeof MARK_KINDS)[number]

/**
 * A person's word about one code of one lock. It holds for the provider's id or for the hash of the digits,
 * whichever still agrees: a rename sheds nothing, nor does the same code made again. Marks only ever protect,
 * so that reading them widely errs on the safe side.
 */
export interface CodeMark {
  readonly kind: MarkKind
  /** Null where the mark was written before the provider gave an id (undo). */
  readonly vendorPinId: VendorPinId | null
  /** From `hashPin`; null where the digits are not known. */
  readonly pinHash: string | null
  /** Epoch ms; only for `tolerated_until`. Null means until a person decides. */
  readonly untilMs: number | null
  /** Who set it, as shown. */
  readonly setBy: string
  /** Why, in that person's words. */
  readonly reason: string
  /** The undo that wrote it; null for a person's own. */
  readonly undoPlanId: PlanId | null
}
