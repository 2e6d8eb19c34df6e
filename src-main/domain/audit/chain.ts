import { hash } from 'node:crypto'

/** The hash before the first row. */
export const CHAIN_START = '0'.repeat(64)

/** An audit row as stored. `beforeJson` and `afterJson` are canonical JSON text, so that an export can be checked too. */
export interface ChainRow {
  readonly id: number
  readonly time: string
  readonly operatorId: number
  readonly entity: string
  readonly entityId: number
  readonly action: string
  readonly beforeJson: string | null
  readonly afterJson: string | null
  readonly correlationId: string
  readonly debugSessionId: string | null
}

export interface HashedChainRow extends ChainRow {
  readonly chainHash: string
}

/** SHA-256 (hex) over the hash of the row before and every field of this one. */
export function hashChainRow(previousHash: string, row: ChainRow): string {
  // A list, not an object: the order of its members is part of the format.
  const text = JSON.stringify([
    previousHash,
    row.id,
    row.time,
    row.operatorId,
    row.entity,
    row.entityId,
    row.action,
    row.beforeJson,
    row.afterJson,
    row.correlationId,
    // A row outside a debug session is hashed as rows were before there were sessions.
    ...(row.debugSessionId === null ? [] : [row.debugSessionId]),
  ])
  return hash('sha256', text)
}

/**
 * Null when the rows, in the order of their ids, are the whole chain from row 1; else the id of the first row that does
 * not follow from the one before. A cut end leaves a whole chain: only a head noted elsewhere tells it.
 */
export function findFirstBadRow(rows: Iterable<HashedChainRow>): { readonly badId: number } | null {
  let previousHash = CHAIN_START
  let expectedId = 1
  for (const row of rows) {
    if (row.id !== expectedId || row.chainHash !== hashChainRow(previousHash, row)) return { badId: row.id }
    previousHash = row.chainHash
    expectedId += 1
  }
  return null
}
