import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Noise of one forced collection: compiled code comes and goes. Heap snapshots of a day of 300 doors show that what still
 * grows after the eighth hour is compiled code alone; objects, arrays and strings stay as many as they were.
 */
const FLAT_MEGABYTES = 2

export interface HeapGrowth {
  /** What was in use after each hour, after a forced collection. */
  readonly megabytes: readonly number[]
  /** The median of the last quarter less that of the second one: in the first, code is compiled and caches fill. */
  readonly growth: number
  readonly isFlat: boolean
}

export function heapGrowth(megabytes: readonly number[]): HeapGrowth {
  const quarter = Math.floor(megabytes.length / 4)
  const growth = rounded(
    median(megabytes.slice(-quarter)) - median(megabytes.slice(quarter, Math.max(2 * quarter, 1))),
  )
  return { megabytes, growth, isFlat: growth <= FLAT_MEGABYTES }
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

export function heapMegabytes(): number {
  collect()
  return rounded(process.memoryUsage().heapUsed / 1_048_576)
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
