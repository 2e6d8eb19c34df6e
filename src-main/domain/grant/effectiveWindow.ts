import { floorToMinute } from '../code/codeWindow.ts'
import type { ValidityWindow } from './validityWindow.ts'

/** A stretch of time; an open side is infinite. Whole minutes, end not included. */
export interface Span {
  readonly startMs: number
  readonly endMs: number
}

/**
 * What credential and grants come to at a time. `running` also stands for the next one to run.
 * `ended`: nothing of it is left. `none`: they never overlap. `backwards`: an end that is not after its start.
 */
export type EffectiveWindow =
  | { readonly kind: 'running'; readonly span: Span }
  | { readonly kind: 'ended'; readonly endedAtMs: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'backwards' }

const ALWAYS: Span = { startMs: Number.NEGATIVE_INFINITY, endMs: Number.POSITIVE_INFINITY }
const RUNNING_ALWAYS: EffectiveWindow = { kind: 'running', span: ALWAYS }
const NONE: EffectiveWindow = { kind: 'none' }
const BACKWARDS: EffectiveWindow = { kind: 'backwards' }

function spanOf(window: ValidityWindow | null): Span {
  if (window === null) return ALWAYS
  return {
    startMs: window.startMs === null ? Number.NEGATIVE_INFINITY : floorToMinute(window.startMs),
    endMs: window.endMs === null ? Number.POSITIVE_INFINITY : floorToMinute(window.endMs),
  }
}

/** Joins spans that overlap or touch. */
function joinSpans(spans: Span[]): Span[] {
  if (spans.length < 2) return spans
  spans.sort((a, b) => (a.startMs === b.startMs ? a.endMs - b.endMs || 0 : a.startMs < b.startMs ? -1 : 1))
  const joined: Span[] = []
  for (const span of spans) {
    const last = joined.at(-1)
    if (last && span.startMs <= last.endMs) {
      if (span.endMs > last.endMs) joined[joined.length - 1] = { startMs: last.startMs, endMs: span.endMs }
    } else joined.push(span)
  }
  return joined
}

/** A grant as far as its window goes. */
export interface WindowedGrant {
  readonly window: ValidityWindow | null
}

function intersect(a: Span, b: Span): Span {
  return { startMs: Math.max(a.startMs, b.startMs), endMs: Math.min(a.endMs, b.endMs) }
}

/**
 * Credential ∩ grant, overlapping and touching grants joined; of disjoint ones the running or else the next.
 * Having ended is judged before being backwards, so that a code given and taken back within one minute goes.
 */
export function effectiveWindowAt(
  credentialWindow: ValidityWindow | null,
  grants: readonly WindowedGrant[],
  nowMs: number,
): EffectiveWindow {
  const [only] = grants
  if (!only) return NONE
  if (credentialWindow === null && grants.length === 1 && only.window === null) return RUNNING_ALWAYS
  const own = spanOf(credentialWindow)
  if (own.endMs <= nowMs) return { kind: 'ended', endedAtMs: own.endMs }
  if (own.startMs >= own.endMs) return BACKWARDS
  if (grants.length === 1 && only.window === null) return { kind: 'running', span: own }

  const spans: Span[] = []
  let hasBackwardsGrant = false
  let hasLiveGrant = false
  let lastGrantEndMs = Number.NEGATIVE_INFINITY
  for (const { window } of grants) {
    const grant = spanOf(window)
    if (grant.endMs > lastGrantEndMs) lastGrantEndMs = grant.endMs
    if (grant.endMs <= nowMs) continue
    if (grant.startMs >= grant.endMs) {
      hasBackwardsGrant = true
      continue
    }
    hasLiveGrant = true
    const span = intersect(own, grant)
    if (span.startMs < span.endMs) spans.push(span)
  }
  const first = joinSpans(spans)[0]
  if (first) return { kind: 'running', span: first }
  if (hasBackwardsGrant) return BACKWARDS
  return hasLiveGrant ? NONE : { kind: 'ended', endedAtMs: lastGrantEndMs }
}
