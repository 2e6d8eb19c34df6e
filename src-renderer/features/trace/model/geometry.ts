import type { TimelineRecord } from './normalise.ts'

/** A stretch of time and where it lies on the bar's track, both ends from 0 to 1. */
interface Segment {
  readonly fromMs: number
  readonly toMs: number
  readonly from: number
  readonly to: number
}

export interface Gap {
  readonly fromMs: number
  readonly lengthMs: number
}

export interface TimeScale {
  readonly startMs: number
  readonly endMs: number
  readonly segments: readonly Segment[]
  /** Stretches without a record that are drawn shorter than they were. */
  readonly gaps: readonly Gap[]
}

/** A stretch without records is folded when it is longer than this and than a tenth of the time at work. */
const FOLD_FROM_MS = 3_000
/** A folded stretch takes this share of the time at work. */
const FOLDED_SHARE = 0.04

/** Expects records in the order of their start. Linear in their number. */
export function buildScale(records: readonly TimelineRecord[]): TimeScale {
  const busy = mergeBusy(records)
  const first = busy[0]
  const last = busy.at(-1)
  if (first === undefined || last === undefined) return { startMs: 0, endMs: 0, segments: [], gaps: [] }

  const workMs = busy.reduce((sum, span) => sum + (span.toMs - span.fromMs), 0)
  const foldFromMs = Math.max(FOLD_FROM_MS, workMs * 0.1)
  const foldedMs = Math.max(1, Math.max(workMs, FOLD_FROM_MS) * FOLDED_SHARE)
  const gaps: Gap[] = []
  const pieces: { fromMs: number; toMs: number; drawnMs: number }[] = []
  let endMs = first.fromMs
  for (const span of busy) {
    const gapMs = span.fromMs - endMs
    if (gapMs > 0) {
      const isFolded = gapMs >= foldFromMs
      if (isFolded) gaps.push({ fromMs: endMs, lengthMs: gapMs })
      pieces.push({ fromMs: endMs, toMs: span.fromMs, drawnMs: isFolded ? foldedMs : gapMs })
    }
    pieces.push({ fromMs: span.fromMs, toMs: span.toMs, drawnMs: span.toMs - span.fromMs })
    endMs = span.toMs
  }
  return { startMs: first.fromMs, endMs: last.toMs, segments: toSegments(pieces), gaps }
}

/** Where a moment lies on the track, 0 to 1. */
export function positionOf(scale: TimeScale, timeMs: number): number {
  const { segments } = scale
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle]?.toMs ?? 0) < timeMs) low = middle + 1
    else high = middle
  }
  const segment = segments[low]
  if (segment === undefined) return 0
  const lengthMs = segment.toMs - segment.fromMs
  const share = lengthMs === 0 ? 0 : (timeMs - segment.fromMs) / lengthMs
  return segment.from + Math.min(1, Math.max(0, share)) * (segment.to - segment.from)
}

export interface BarGeometry {
  readonly left: number
  readonly width: number
}

export function barOf(scale: TimeScale, record: TimelineRecord): BarGeometry {
  const left = positionOf(scale, record.startMs)
  return { left, width: positionOf(scale, record.startMs + record.durationMs) - left }
}

/** The wait before a record, from its beginning to where the bar begins; of no width where there was none. */
export function waitBarOf(scale: TimeScale, record: TimelineRecord): BarGeometry {
  const left = positionOf(scale, record.startMs - record.waitedMs)
  return { left, width: record.waitedMs === 0 ? 0 : positionOf(scale, record.startMs) - left }
}

function mergeBusy(records: readonly TimelineRecord[]): { fromMs: number; toMs: number }[] {
  const merged: { fromMs: number; toMs: number }[] = []
  for (const record of records) {
    const toMs = record.startMs + record.durationMs
    const last = merged.at(-1)
    if (last !== undefined && record.startMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs)
    else merged.push({ fromMs: record.startMs, toMs })
  }
  return merged
}

function toSegments(
  pieces: readonly { fromMs: number; toMs: number; drawnMs: number }[],
): readonly Segment[] {
  const totalMs = pieces.reduce((sum, piece) => sum + piece.drawnMs, 0) || 1
  let drawnMs = 0
  return pieces.map((piece) => {
    const from = drawnMs / totalMs
    drawnMs += piece.drawnMs
    return { fromMs: piece.fromMs, toMs: piece.toMs, from, to: drawnMs / totalMs }
  })
}
