/** Deeper than any request of the contract; a walk that goes further stops. */
const MAX_DEPTH = 12
const SCALAR_SIZE = 8

/**
 * Whether a value that came through structured clone stays within a size. Stops as soon as it does not, so that a
 * huge request costs no more than a permitted one. Anything but plain data is refused.
 */
export function isWithinSize(value: unknown, limit: number): boolean {
  return spend(value, limit, 0) >= 0
}

/** What is left of the budget, negative when it ran out. */
function spend(value: unknown, budget: number, depth: number): number {
  if (budget < 0 || depth > MAX_DEPTH) return -1
  if (typeof value === 'string') return budget - value.length - SCALAR_SIZE
  if (typeof value !== 'object' || value === null) return budget - SCALAR_SIZE
  if (Array.isArray(value)) {
    let left = budget - SCALAR_SIZE
    for (const item of value) {
      left = spend(item, left, depth + 1)
      if (left < 0) return -1
    }
    return left
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return -1
  let left = budget - SCALAR_SIZE
  for (const [key, item] of Object.entries(value)) {
    left = spend(item, left - key.length, depth + 1)
    if (left < 0) return -1
  }
  return left
}
