import { z } from 'zod'
import type { ListedWindow } from '../domain/code/actualCode.ts'
import { MARK_KINDS } from '../domain/code/mark.ts'
import { REVOCATION_KINDS } from '../domain/plan/doorPlanInput.ts'
import { ENFORCE_MODES } from '../domain/plan/enforceMode.ts'
import { LINE_KINDS, type LineKind } from '../domain/plan/planLine.ts'
import type { RecordedDoor, RecordedLine } from '../domain/rehearsal/recordedDoor.ts'

const id = z.int().min(0)
const time = z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))
const optionalTime = time.nullish().transform((ms) => ms ?? null)
const text = z.string().max(500)
const optionalText = text.nullish().transform((value) => value ?? null)
const optionalId = id.nullish().transform((value) => value ?? null)

const windowSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('permanent') }),
    z.object({ kind: z.literal('period'), start_at: time.nullable(), end_at: time.nullable() }),
    z.object({ kind: z.literal('other'), code_type: z.int() }),
  ])
  .transform((window): ListedWindow => {
    if (window.kind === 'permanent') return { kind: 'permanent' }
    if (window.kind === 'other') return { kind: 'other', codeType: window.code_type }
    // A window without a start or an end is not written as a period; far dates stand for them.
    return { kind: 'period', startMs: window.start_at ?? 0, endMs: window.end_at ?? Date.UTC(2099, 0, 1) }
  })

const whyFacts = z.object({
  revocation: z.enum(REVOCATION_KINDS).nullish(),
  revokedAtMs: z.number().nullish(),
  endedAtMs: z.number().nullish(),
  changesPin: z.boolean().nullish(),
  replaceReason: optionalText,
})

const lineSchema = z.object({
  line_id: text.optional(),
  why: z.object({ rule: text, facts: whyFacts }).optional(),
  credential_id: optionalId,
  person_id: optionalId,
  vendor_pin_id: optionalText,
  code_name: optionalText,
  reason: optionalText,
  would: optionalText,
  held_because: optionalText,
  changes_pin: z.boolean().optional(),
  after_line_ids: z.array(text).optional(),
  taken_by: z.object({ vendor_pin_id: text }).nullish(),
  is_foreign_namesake: z.boolean().optional(),
  first_seen_at: optionalTime,
  first_seen_source: optionalText,
  eligible_at: optionalTime,
  mark: z.object({ kind: z.enum(MARK_KINDS), until: optionalTime }).nullish(),
})

const LISTS: Readonly<Record<LineKind, string>> = {
  add: 'adds',
  change: 'changes',
  replace: 'replaces',
  delete: 'deletes',
  schedule: 'schedules',
  blocked_by_grace: 'blocked_by_grace',
  invalid_expected: 'invalid_expected',
  reported: 'reported',
  under_way: 'under_way',
}

const periods = z
  .array(z.object({ week_days: z.array(z.int()), start_minute: z.int(), end_minute: z.int() }))
  .transform((rows) =>
    rows.map((row) => ({
      weekDays: row.week_days,
      startMinute: row.start_minute,
      endMinute: row.end_minute,
    })),
  )

const openScheduleSchema = z
  .object({ decided: periods, listed: periods.nullable(), unlocks_by_itself: z.boolean().nullable() })
  .transform(({ decided, listed, unlocks_by_itself }) => ({
    decided,
    listed: listed && {
      kind: 'known' as const,
      schedule: listed,
      unlocksByItself: unlocks_by_itself === true,
    },
  }))

const doorSchema = z.looseObject({
  door_id: id,
  door_name: optionalText,
  external_device_id: z.string().regex(/^\d{1,15}$/),
  mode: z.enum(ENFORCE_MODES).optional(),
  policy: z.enum(['auto', 'approve']).optional(),
  grace_window_seconds: z.number().min(0).optional(),
  read_at: optionalTime,
  unreadable: z.unknown().optional(),
  open_schedule: openScheduleSchema.nullish(),
  expected: z.array(
    z.object({
      credential_id: id,
      person_id: id,
      window: windowSchema.nullish(),
      is_later: z.boolean().optional(),
    }),
  ),
  actual: z.array(
    z.object({
      vendor_pin_id: z.string().regex(/^\d{1,15}$/),
      code_name: optionalText,
      provider_receipt_id: optionalId,
      window: windowSchema.optional(),
      status: text.optional(),
      is_custom: z.boolean().optional(),
    }),
  ),
  unchanged: z.array(z.object({ credential_id: id, vendor_pin_id: text })).optional(),
})

const planSchema = z.object({
  generated_at: time,
  mode: z.enum(ENFORCE_MODES),
  grace_window_seconds: z.number().min(0),
  doors: z.array(doorSchema).max(2_000),
})

export type ReadRecordedDoors =
  | { readonly kind: 'read'; readonly doors: readonly RecordedDoor[]; readonly unreadableDoors: number }
  | { readonly kind: 'unknown_shape' }

/** The doors of a recorded plan (`enforce_plan` of a job's last step), also one of the older system. */
export function readRecordedDoors(plan: unknown, timezone: string): ReadRecordedDoors {
  const parsed = planSchema.safeParse(plan)
  if (!parsed.success) return { kind: 'unknown_shape' }
  const { generated_at, mode, grace_window_seconds } = parsed.data
  const readable = parsed.data.doors.filter((door) => (door.unreadable ?? null) === null)
  const doors: RecordedDoor[] = []
  for (const door of readable) {
    const lines = readLines(door)
    if (lines === null) return { kind: 'unknown_shape' }
    doors.push({
      doorId: door.door_id,
      doorName: door.door_name,
      externalId: door.external_device_id,
      mode: door.mode ?? mode,
      policy: door.policy ?? 'auto',
      graceWindowSeconds: door.grace_window_seconds ?? grace_window_seconds,
      plannedAtMs: generated_at,
      readAtMs: door.read_at ?? generated_at,
      timezone,
      expected: door.expected.map((one) => ({
        credentialId: one.credential_id,
        personId: one.person_id,
        window: one.window === undefined ? 'unknown' : one.window,
        isLater: one.is_later ?? false,
      })),
      actual: door.actual.map((one) => ({
        vendorPinId: one.vendor_pin_id,
        codeName: one.code_name,
        receiptId: one.provider_receipt_id,
        window: one.window ?? 'unknown',
        status: one.status ?? 'settled',
        isCustom: one.is_custom ?? true,
      })),
      openSchedule: door.open_schedule ?? null,
      lines,
      agreed: (door.unchanged ?? []).map((pair) => ({
        credentialId: pair.credential_id,
        vendorPinId: pair.vendor_pin_id,
      })),
    })
  }
  return { kind: 'read', doors, unreadableDoors: parsed.data.doors.length - readable.length }
}

/** The lines of a door's record in the plan's order; null when one has another shape. */
export function readLines(door: object): readonly RecordedLine[] | null {
  const lists = new Map(Object.entries(door))
  const lines: RecordedLine[] = []
  for (const kind of LINE_KINDS) {
    // The older system knew fewer kinds.
    const parsed = z.array(lineSchema).safeParse(lists.get(LISTS[kind]) ?? [])
    if (!parsed.success) return null
    for (const line of parsed.data) lines.push(toLine(kind, line))
  }
  return lines
}

function toLine(kind: LineKind, line: z.output<typeof lineSchema>): RecordedLine {
  const facts = line.why?.facts
  return {
    kind,
    lineId: line.line_id ?? '',
    credentialId: line.credential_id,
    personId: line.person_id,
    vendorPinId: line.vendor_pin_id,
    codeName: line.code_name,
    // Why a replace is no change is a matter of how, not of what.
    reason: kind === 'replace' ? null : (line.held_because ?? line.reason),
    would: line.would,
    changesPin: line.changes_pin ?? facts?.changesPin ?? kind === 'reported',
    afterLineIds: line.after_line_ids ?? [],
    takenByVendorPinId: line.taken_by?.vendor_pin_id ?? null,
    isForeign: line.is_foreign_namesake ?? false,
    firstSeenAtMs: line.first_seen_at,
    isFirstSeenByReceipt: line.first_seen_source === 'receipt',
    eligibleAtMs: line.eligible_at,
    mark: line.mark ? { kind: line.mark.kind, untilMs: line.mark.until } : null,
    revocation: facts?.revocation ? { kind: facts.revocation, atMs: facts.revokedAtMs ?? 0 } : null,
    endedAtMs: facts?.endedAtMs ?? null,
    isPinHeldByOther: kind === 'reported' && facts?.replaceReason === 'pin_held_by_another_code',
    isOfUnsettledAdd: line.why?.rule === 'pin_of_unsettled_add',
  }
}
