import type { ActualCode, ListedWindow } from '../code/actualCode.ts'
import { type CodeWindow, MINUTE_MS } from '../code/codeWindow.ts'
import { compareVendorPinIds } from '../code/compareVendorPinIds.ts'
import type { CodeMark } from '../code/mark.ts'
import type { ExpectedCode } from '../credential/expectedAt.ts'
import type { VendorPinId } from '../ids.ts'
import { weekText } from '../schedule/openSchedule.ts'
import { canonicalJson } from './canonicalJson.ts'
import type { DoorPlanInput, Hmac } from './doorPlanInput.ts'
import type { EnforceMode, EnforcePolicy } from './enforceMode.ts'
import { compareMarks } from './marks.ts'
import { scheduleReadingOf } from './scheduleLine.ts'
import { TextBuffer } from './textBuffer.ts'

const buffer = new TextBuffer()

/** What a fingerprint needs of a listed code. */
export type FingerprintCode = Pick<
  ActualCode,
  'vendorPinId' | 'name' | 'pin' | 'codeType' | 'window' | 'status'
>

export interface FingerprintParts {
  readonly mode: EnforceMode
  readonly policy: EnforcePolicy
  readonly graceWindowSeconds: number
  readonly marks: readonly CodeMark[]
  readonly expected: readonly ExpectedCode[]
  readonly actual: readonly FingerprintCode[]
  /** Only of a door for which one was decided: the fingerprints of all others are what they were without it. */
  readonly schedule?: SchedulePart
}

/** Weeks as texts (`weekText`). */
export interface SchedulePart {
  readonly decided: string
  /** Null while it was not read. */
  readonly listed: string | null
}

export function schedulePartOf({
  openSchedule,
  reading,
}: Pick<DoorPlanInput, 'openSchedule' | 'reading'>): Pick<FingerprintParts, 'schedule'> {
  if (openSchedule === null) return {}
  const read = scheduleReadingOf(reading)
  const listed = read?.kind === 'known' ? weekText(read.schedule) : null
  return { schedule: { decided: weekText(openSchedule), listed } }
}

/** Rows under way and rows that are not on the lock change by themselves and approve nothing. */
function isSettled(code: FingerprintCode): boolean {
  return code.status !== 'under_way' && code.status !== 'not_on_lock'
}

/** A lock knows minutes only. They are small numbers, which become text several times as quickly as milliseconds. */
function minuteOf(ms: number): number {
  return Math.floor(ms / MINUTE_MS)
}

function writeWindow(window: ListedWindow | CodeWindow | null): void {
  if (window === null) buffer.raw('null')
  else if (window.kind === 'period') {
    buffer.raw('[')
    buffer.whole(minuteOf(window.startMs))
    buffer.whole(minuteOf(window.endMs))
    buffer.dropComma()
    buffer.raw(']')
  } else buffer.raw(window.kind === 'permanent' ? '"permanent"' : '"other"')
}

function isSortedBy<T>(items: readonly T[], compare: (a: T, b: T) => number): boolean {
  let last: T | undefined
  for (const item of items) {
    if (last !== undefined && compare(last, item) > 0) return false
    last = item
  }
  return true
}

function sortedBy<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  return isSortedBy(items, compare) ? items : [...items].sort(compare)
}

function compareListed(a: { vendorPinId: VendorPinId }, b: { vendorPinId: VendorPinId }): number {
  return compareVendorPinIds(a.vendorPinId, b.vendorPinId)
}

function compareExpected(a: ExpectedCode, b: ExpectedCode): number {
  return a.item.credentialId - b.item.credentialId
}

/**
 * Of each settled code id, name, PIN, type, window. Nothing that changes by itself: no nicknames, no times of reading.
 * Written by hand because a site of 1,000 doors is planned at once; a test holds it against `canonicalJson`.
 */
export function listedText(codes: readonly FingerprintCode[]): string {
  buffer.raw('[')
  for (const code of sortedBy(codes, compareListed)) {
    if (!isSettled(code)) continue
    buffer.raw('[')
    buffer.quoted(code.vendorPinId)
    if (code.name === null) buffer.raw('null,')
    else buffer.quoted(code.name)
    buffer.quoted(code.pin)
    buffer.whole(code.codeType)
    writeWindow(code.window)
    buffer.raw('],')
  }
  buffer.dropComma()
  return `${buffer.take()}]`
}

/** Of each expected code credential id, PIN, window in minutes. */
export function expectedText(codes: readonly ExpectedCode[]): string {
  buffer.raw('[')
  for (const { item, pin, alternativeWindow } of sortedBy(codes, compareExpected)) {
    buffer.raw('[')
    buffer.whole(item.credentialId)
    buffer.quoted(pin)
    // The period to the far end, where there is one: an open-ended code opening changes nothing.
    writeWindow(alternativeWindow ?? item.window)
    buffer.raw('],')
  }
  buffer.dropComma()
  return `${buffer.take()}]`
}

/** The two long lists of a door by their hashes: one is kept with each reading, the other is the same for many doors. */
export interface ListDigests {
  readonly listed: string
  readonly expected: string
}

export function digestsOf(lists: Pick<FingerprintParts, 'actual' | 'expected'>, hmac: Hmac): ListDigests {
  return { listed: hmac(listedText(lists.actual)), expected: hmac(expectedText(lists.expected)) }
}

/** The canonical JSON that a fingerprint covers: mode, policy, grace, marks, and what is listed and expected. */
export function fingerprintText(
  rules: Omit<FingerprintParts, 'actual' | 'expected'>,
  { listed, expected }: ListDigests,
): string {
  const marks = sortedBy(rules.marks, compareMarks).map((mark) => [
    mark.kind,
    mark.vendorPinId,
    mark.pinHash,
    mark.untilMs,
  ])
  const schedule = rules.schedule
    ? `"schedule":${canonicalJson([rules.schedule.decided, rules.schedule.listed])},`
    : ''
  return `{"expected":"${expected}","grace":${rules.graceWindowSeconds},"listed":"${listed}","marks":${canonicalJson(marks)},"mode":"${rules.mode}","policy":"${rules.policy}",${schedule}"v":3}`
}

/** HMAC-SHA-256 with the installation's key; equal for two doors' states that call for the same approval. */
export function fingerprintDoor(parts: FingerprintParts, hmac: Hmac): string {
  return hmac(fingerprintText(parts, digestsOf(parts, hmac)))
}
