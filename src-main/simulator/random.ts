import { createHash } from 'node:crypto'

/** A seeded stream of numbers. Two streams with the same seed give the same numbers in the same order. */
export interface Random {
  /** At least 0, below 1. */
  fraction(): number
  /** Whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number
}

/** Mulberry32: small, fast, and good enough for latencies and sample data. */
export function createRandom(seed: string): Random {
  let state = Number.parseInt(digestOf(seed).slice(0, 8), 16)
  function fraction(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    fraction,
    integer: (min, max) => min + Math.floor(fraction() * (max - min + 1)),
  }
}

/** 64 hex characters that depend on `text` alone. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** `length` decimal digits (at most 15) that depend on `text` alone; may start with 0, as generated codes do. */
export function digitsOf(text: string, length: number): string {
  const number = BigInt(`0x${digestOf(text).slice(0, 16)}`) % 10n ** BigInt(length)
  return number.toString().padStart(length, '0')
}

export function md5Of(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex')
}
