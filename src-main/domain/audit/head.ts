/** Where the audit ends: its row count and the hash of its last row. */
export interface AuditHead {
  readonly count: number
  readonly hash: string
}

/** What a head noted outside the database says of the audit now inside it. */
export type HeadFinding =
  /** The noted row is there, unchanged; later ones may have followed. */
  | 'agrees'
  /** The noted row exists with another hash: the chain was written anew. */
  | 'rewritten'
  /** Rows at the end are gone, while the database remembers having had them. */
  | 'cut'
  /** The whole database is from before the mark: a restored copy. */
  | 'older'

/**
 * @param noted the head kept outside
 * @param found the audit's head, the hash now at the noted row (null when absent), and the highest row id the database
 *   remembers ever having given
 */
export function compareHeads(
  noted: AuditHead,
  found: { readonly head: AuditHead; readonly hashAtNoted: string | null; readonly highestIdEver: number },
): HeadFinding {
  if (noted.count === 0) return 'agrees'
  if (found.hashAtNoted !== null) return found.hashAtNoted === noted.hash ? 'agrees' : 'rewritten'
  return found.highestIdEver > found.head.count ? 'cut' : 'older'
}
