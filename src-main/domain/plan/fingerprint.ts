import type { ActualCode, ListedWindow } from '../code/actualCode.ts'
import { type CodeWindow, floorToMinute } from '../code/codeWindow.ts'
import { compareVendorPinIds } from '../code/compareVendorPinIds.ts'
import type { CodeMark } from '../code/mark.ts'
import type { ExpectedCode } from '../credential/expectedAt.ts'
import type { VendorPinId } from '../ids.ts'
import { canonicalJson, quoteJson } from './canonicalJson.ts'
import type { Hmac } from './doorPlanInput.ts'
import type { EnforceMode, EnforcePolicy } from './enforceMode.ts'
import { compareMarks } from './marks.ts'

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
}

/** Rows under way and rows that are not on the lock change by themselves and approve nothing. */
function isSettled(code: FingerprintCode): boolean {
  return code.status !== 'under_way' && code.status !== 'not_on_lock'
}

function windowText(window: ListedWindow | CodeWindow | null): string {
  if (window === null) return 'null'
  if (window.kind === 'period') return `[${floorToMinute(window.startMs)},${floorToMinute(window.endMs)}]`
  return window.kind === 'permanent' ? '"permanent"' : '"other"'
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
 * The canonical JSON that a fingerprint covers: mode, policy, grace, marks; per expected item credential id, PIN,
 * window; per settled actual code id, name, PIN, type, window. Nothing that changes by itself: no battery, no
 * nicknames, no times of reading. Written by hand because a site of 1,000 doors is planned at once; a test holds
 * it against `canonicalJson`.
 */
export function fingerprintText(parts: FingerprintParts): string {
  let actual = ''
  for (const code of sortedBy(parts.actual, compareListed)) {
    if (!isSettled(code)) continue
    const name = code.name === null ? 'null' : quoteJson(code.name)
    if (actual !== '') actual += ','
    actual += `["${code.vendorPinId}",${name},${quoteJson(code.pin)},${code.codeType},${windowText(code.window)}]`
  }
  let expected = ''
  for (const { item, pin, alternativeWindow } of sortedBy(parts.expected, compareExpected)) {
    if (expected !== '') expected += ','
    // The period to the far end, where there is one: an open-ended code opening changes nothing.
    expected += `[${item.credentialId},${quoteJson(pin)},${windowText(alternativeWindow ?? item.window)}]`
  }
  const marks = sortedBy(parts.marks, compareMarks).map((mark) => [
    mark.kind,
    mark.vendorPinId,
    mark.pinHash,
    mark.untilMs,
  ])
  return `{"actual":[${actual}],"expected":[${expected}],"grace":${parts.graceWindowSeconds},"marks":${canonicalJson(marks)},"mode":"${parts.mode}","policy":"${parts.policy}","v":1}`
}

/** HMAC-SHA-256 with the installation's key; equal for two doors' states that call for the same approval. */
export function fingerprintDoor(parts: FingerprintParts, hmac: Hmac): string {
  return hmac(fingerprintText(parts))
}
