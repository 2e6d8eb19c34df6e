import type { CorrelationId } from '../domain/ids.ts'

/** The only source of chance. */
export interface Random {
  /** In [0, 1), for jitter. */
  fraction(): number
  /** 32 hex characters. */
  correlationId(): CorrelationId
  /** Unguessable text for lease tokens. */
  token(): string
  /** A whole number in [0, bound), evenly spread and unguessable: PINs are made of it. */
  integer(bound: number): number
}
