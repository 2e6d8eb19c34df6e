import type { CodeMarkView, DoorCodeRow, EvidenceGrade } from '../../../src-preload/contract/views/doors.ts'
import { formatCodeName } from '../../domain/code/codeName.ts'
import type { CredentialId, DoorId, VendorPinId } from '../../domain/ids.ts'
import { isoOrNull } from '../../domain/instant.ts'
import type { ActualItem, ExpectedItem, ReadableDoorPlan } from '../../domain/plan/doorPlan.ts'
import { isScheduleLineId } from '../../domain/plan/lineId.ts'
import type { MarkOnLine, PlanLine } from '../../domain/plan/planLine.ts'
import type { Store } from '../../ports/store.ts'
import type { ReceiptRecord } from '../../ports/stores/lockCodeStore.ts'
import { lineSentence } from './lineSentence.ts'
import { windowView } from './windowView.ts'

/** Expected beside actual: one row for each code that should be there or is, with what a person decided about it. */
export function doorCodes(
  store: Store,
  plan: ReadableDoorPlan,
  marks: ReadonlyMap<VendorPinId, MarkOnLine>,
): readonly DoorCodeRow[] {
  const pauses = new Map(store.decisions.pauses(plan.doorId).map((pause) => [pause.credentialId, pause]))
  return codeRows(store, plan).map((row) => {
    const mark = row.vendorPinId === null ? undefined : marks.get(row.vendorPinId as VendorPinId)
    const pause = row.credentialId === null ? undefined : pauses.get(row.credentialId as CredentialId)
    return {
      ...row,
      mark: mark ? markView(mark) : null,
      paused: pause
        ? {
            since: pause.createdAt,
            setBy: store.operators.nameOf(pause.operatorId),
            undoPlanId: pause.undoPlanId,
          }
        : null,
    }
  })
}

/** What was decided for a door whose lock was never read: nothing is known of the other side. */
export function decidedCodes(
  store: Store,
  doorId: DoorId,
  items: readonly ExpectedItem[],
): readonly DoorCodeRow[] {
  const receipts = new Map(store.codes.receipts(doorId).map((receipt) => [receipt.credentialId, receipt]))
  return items.map((item) => ({
    ...row(store, {
      key: `decided/${item.credentialId}`,
      verdict: 'unknown',
      why: 'Decided for this door. Whether it is on the lock is known once the lock was read.',
      item,
      code: undefined,
      receipt: receipts.get(item.credentialId),
      usedAt: undefined,
      readAt: null,
    }),
    mark: null,
    paused: null,
  }))
}

function markView(mark: MarkOnLine): CodeMarkView {
  const { kind, setBy, reason, undoPlanId } = mark
  return { kind, until: isoOrNull(mark.untilMs), setBy, reason, undoPlanId }
}

type CodeRow = Omit<DoorCodeRow, 'mark' | 'paused'>

function codeRows(store: Store, plan: ReadableDoorPlan): readonly CodeRow[] {
  const deviceId = store.doors.get(plan.doorId)?.integrationDeviceId
  const uses = deviceId === undefined ? new Map<VendorPinId, string>() : store.doorUse.lastUses(deviceId)
  const receipts = new Map(store.codes.receipts(plan.doorId).map((receipt) => [receipt.vendorPinId, receipt]))
  const expected = new Map(plan.expected.map((item) => [item.credentialId as number, item]))
  const actual = new Map(plan.actual.map((item) => [item.vendorPinId as string, item]))
  const unchanged = plan.unchanged.map((match): CodeRow => {
    const item = expected.get(match.credentialId)
    const code = actual.get(match.vendorPinId)
    return row(store, {
      key: `unchanged/${match.vendorPinId}`,
      verdict: 'unchanged',
      why: 'On the lock as decided.',
      item,
      code,
      receipt: receipts.get(match.vendorPinId),
      usedAt: uses.get(match.vendorPinId),
      readAt: isoOrNull(plan.readAtMs),
    })
  })
  const lines = plan.lines.flatMap((line): readonly CodeRow[] => {
    // The door's page shows the open schedule apart from its codes.
    if (line.kind === 'schedule' || isScheduleLineId(line.lineId)) return []
    const vendorPinId = 'vendorPinId' in line ? line.vendorPinId : null
    const credentialId = 'credentialId' in line ? line.credentialId : null
    const shown = row(store, {
      key: line.lineId,
      verdict: line.kind,
      why: lineSentence(store, plan, line),
      item: credentialId === null ? undefined : expected.get(credentialId),
      code: vendorPinId === null ? undefined : actual.get(vendorPinId),
      receipt: vendorPinId === null ? undefined : receipts.get(vendorPinId),
      usedAt: vendorPinId === null ? undefined : uses.get(vendorPinId),
      readAt: isoOrNull(plan.readAtMs),
    })
    const personId = 'personId' in line ? line.personId : null
    const person = personId === null ? null : store.people.get(personId)
    const complete = {
      ...shown,
      personId: shown.personId ?? person?.id ?? null,
      personName: shown.personName ?? person?.name ?? null,
      credentialId: shown.credentialId ?? credentialId,
      codeName: shown.codeName ?? ('codeName' in line ? line.codeName : null),
      eligibleAt: eligibleAt(line),
      takenBy: line.kind === 'invalid_expected' ? (line.takenBy?.vendorPinId ?? null) : null,
    }
    return [complete]
  })
  return [...lines, ...unchanged]
}

function row(
  store: Store,
  parts: {
    readonly key: string
    readonly verdict: DoorCodeRow['verdict']
    readonly why: string
    readonly item: ExpectedItem | undefined
    readonly code: ActualItem | undefined
    readonly receipt: ReceiptRecord | undefined
    /** When a code without a receipt last opened the door. */
    readonly usedAt: string | undefined
    readonly readAt: string | null
  },
): CodeRow {
  const { item, code, receipt, usedAt } = parts
  const person = item ? store.people.get(item.personId) : null
  const grade: EvidenceGrade =
    receipt?.evidenceGrade ?? (code ? (usedAt ? 'used_at_door' : 'listed') : 'none')
  return {
    key: parts.key,
    personId: person?.id ?? null,
    personName: person?.name ?? null,
    credentialId: item?.credentialId ?? null,
    codeName: code?.codeName ?? (item ? formatCodeName(item) : null),
    vendorPinId: code?.vendorPinId ?? null,
    verdict: parts.verdict,
    why: parts.why,
    expectedWindow: item?.window ? windowView(item.window) : null,
    actualWindow: code ? windowView(code.window) : null,
    evidence: grade,
    evidenceAt: receipt?.evidenceAt ?? (code ? (usedAt ?? parts.readAt) : null),
    eligibleAt: null,
    takenBy: null,
  }
}

function eligibleAt(line: PlanLine): string | null {
  return line.kind === 'blocked_by_grace' || line.kind === 'delete'
    ? isoOrNull(line.grace.eligibleAtMs)
    : null
}
