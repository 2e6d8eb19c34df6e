export const common = {
  appName: 'Lockstep',
  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  back: 'Back',
  search: 'Search',
  copy: 'Copy',
  clear: 'Clear',
  tryAgain: 'Try again',
  triedAgain: (clock: string) => `Tried again at ${clock}, and it failed again.`,
  loadMore: 'Load more',
  loading: 'Loading',
  showTyped: 'Show or hide what is typed',
  none: 'None',
  never: 'never',
  optional: 'Optional.',
  selectAll: 'Select all',
  selectRow: (name: string) => `Select ${name}`,
  copied: (what: string) => `Copied ${what}`,
  showTrace: 'Show trace',
  reason: 'Reason',
  reasonHint: 'Stands in the audit beside your name.',
} as const

/** `1 door`, `4 doors`. */
export function countOf(count: number, one: string, many: string = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

/** `60 minutes`, `5 hours`. */
export function spanOf(minutes: number): string {
  return minutes < 120 ? countOf(minutes, 'minute') : countOf(Math.round(minutes / 60), 'hour')
}

/** `adds 1 code, changes 2 codes and removes 3 codes`. */
export function listOf(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`
}

const sizes = ['B', 'KB', 'MB', 'GB'] as const

/** `812 B`, `1.4 MB`. */
export function sizeText(bytes: number): string {
  let size = bytes
  let unit = 0
  while (size >= 1_024 && unit < sizes.length - 1) {
    size /= 1_024
    unit += 1
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${sizes[unit]}`
}
