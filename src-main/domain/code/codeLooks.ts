import { type CodeWindow, floorToMinute } from './codeWindow.ts'

/** With its milliseconds and `Z`, in the years that four digits can write. */
const ISO_LENGTH = 24
const TO_THE_MINUTE = 16

/**
 * What a settled code on a lock is compared by: the keyed hash of its digits and its window to the minute. Equal looks are equal
 * digits and windows. Null for a window that looks cannot be written for. The store makes the same text of its rows.
 */
export function looksOf(pinHash: string, window: CodeWindow): string | null {
  if (window.kind === 'permanent') return `${pinHash} permanent`
  const [from, to] = [toMinute(window.startMs), toMinute(window.endMs)]
  return from === null || to === null ? null : `${pinHash} ${from} ${to}`
}

function toMinute(ms: number): string | null {
  const date = new Date(floorToMinute(ms))
  if (Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return iso.length === ISO_LENGTH ? iso.slice(0, TO_THE_MINUTE) : null
}
