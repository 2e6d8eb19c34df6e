import type { CodeStoryEvent, CodeStoryView } from '../../../src-preload/contract/views/traces.ts'
import type { CredentialId, DoorId, VendorPinId } from '../../domain/ids.ts'
import { toIso } from '../../domain/instant.ts'
import { isNotTaken } from '../../domain/operation/settleFromReadBack.ts'
import type { Store } from '../../ports/store.ts'
import type { StoredMark } from '../../ports/stores/codeDecisionStore.ts'
import type { EvidenceGrade } from '../../ports/stores/lockCodeStore.ts'
import type { OperationRecord } from '../../ports/stores/operationStore.ts'
import type { AuditRecord } from '../../ports/stores/traceStore.ts'

/** A code of our own, one on the lock, or one that is both. */
export interface CodeInQuestion {
  readonly doorId: DoorId
  readonly credentialId: CredentialId | null
  readonly vendorPinId: VendorPinId | null
}

/** Far more than a code ever goes through; the newest are kept. Those of other codes on the door do not count. */
const MOST_OPERATIONS = 500
const MOST_CHANGES = 200

const SENDING: Readonly<Record<OperationRecord['kind'], string>> = {
  add: 'put it on the lock',
  change: 'change it on the lock',
  delete: 'remove it from the lock',
  schedule: 'set when the door stands open',
}
const REASONS: Readonly<Record<string, string>> = {
  credential_revoked_or_missing: 'its credential was revoked or is missing here',
  expired: 'its window had ended',
  duplicate: 'the same code stood there twice',
  stray_unmanaged: 'nobody here gave it out',
}
const CHANGES: Readonly<Record<string, string>> = {
  create: 'gave the code',
  extend: 'changed when the code ends',
  revoke: 'took the code back',
  reveal_pin: 'looked at the PIN',
  adopt_code: 'took the code on the lock for this one',
  remove_taker: 'asked for the code that holds its PIN to be removed',
  new_pin: 'gave the code a new PIN',
  unmark_code: 'took back what was said about the code',
  resume_code: 'let the code go to this door again',
}
const MARKS: Readonly<Record<StoredMark, string>> = {
  never_delete: 'said that the code is never to be removed',
  confirm_delete: 'said that nobody removes the code without being asked',
  tolerated: 'said that the code is tolerated',
  remove: 'asked for the code to be removed',
}
const PROOFS: Partial<Record<EvidenceGrade, string>> = {
  used_at_door: 'The code was used at the door, which proves that it works.',
  read_back: 'Lockstep read the lock and found the code as it should be.',
  listed: 'The code stands in the provider’s list of the lock.',
}

/** The whole life of a code on a door, oldest first: what people did, what was sent, and what the lock showed. */
export function codeStory(store: Store, code: CodeInQuestion): CodeStoryView | null {
  const door = store.doors.getListRecord(code.doorId)
  if (!door) return null
  const events = [
    ...changesOf(store, code),
    ...saidOf(store, code),
    ...undoneOf(store, code),
    ...sendingsOf(store, code),
    ...sightingsOf(store, code),
  ]
  return {
    timezone: door.timezone,
    events: events.sort((a, b) => a.at.localeCompare(b.at)),
  }
}

function changesOf(store: Store, { credentialId }: CodeInQuestion): readonly CodeStoryEvent[] {
  if (credentialId === null) return []
  return store.traces
    .auditOfEntity(`Credential #${credentialId}`, MOST_CHANGES)
    .map((row) => decided(store, row, CHANGES[row.action] ?? row.action.replaceAll('_', ' ')))
}

function decided(
  store: Store,
  { time: at, operatorId, correlationId }: Pick<AuditRecord, 'time' | 'operatorId' | 'correlationId'>,
  what: string,
): CodeStoryEvent {
  return { at, kind: 'decided', sentence: `${store.operators.nameOf(operatorId)} ${what}.`, correlationId }
}

/** What people said about the code on this door: marks, and what an undo held back until somebody let it go. */
function saidOf(store: Store, code: CodeInQuestion): readonly CodeStoryEvent[] {
  return store.traces.auditOfCode(code, MOST_CHANGES).flatMap((row) => {
    const { before, after } = { before: factsOf(row.before), after: factsOf(row.after) }
    if (row.action === 'mark_code') {
      // Only `markCode` writes that action.
      const said = MARKS[after.mark as StoredMark]
      return [decided(store, row, `${said}${quoted(after.reason)}`)]
    }
    const taken = decided(store, row, CHANGES[row.action] ?? row.action.replaceAll('_', ' '))
    if (typeof before.paused_since !== 'string') return [taken]
    const sentence = `An undo held the code back on this door${quoted(before.reason)}.`
    return [{ at: before.paused_since, kind: 'decided', sentence, correlationId: null }, taken]
  })
}

/** What no change tells: an undo's own marks and pauses that are in force, and removals that were asked for. */
function undoneOf(store: Store, { doorId, credentialId, vendorPinId }: CodeInQuestion) {
  const device = store.doors.get(doorId)?.integrationDeviceId
  const marks = device === undefined || vendorPinId === null ? [] : store.decisions.marks(device)
  const untold = marks.filter(
    (mark) => mark.vendorPinId === vendorPinId && (mark.undoPlanId !== null || mark.mark === 'remove'),
  )
  const pauses = store.decisions.pauses(doorId).filter((pause) => pause.credentialId === credentialId)
  return [
    ...untold.map((mark) => ({ ...mark, what: MARKS[mark.mark] })),
    ...pauses.map((pause) => ({ ...pause, what: 'held the code back on this door, by an undo' })),
  ].map(({ createdAt, operatorId, undoPlanId, reason, what }) => {
    const correlationId = undoPlanId === null ? null : (store.plans.get(undoPlanId)?.correlationId ?? null)
    const sentence = `${store.operators.nameOf(operatorId)} ${what}${quoted(reason)}.`
    return { at: createdAt, kind: 'decided' as const, sentence, correlationId }
  })
}

function factsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}

function quoted(reason: unknown): string {
  return typeof reason === 'string' && reason !== '' ? `: “${reason}”` : ''
}

function sendingsOf(store: Store, code: CodeInQuestion): readonly CodeStoryEvent[] {
  return store.operations
    .ofCode(code, MOST_OPERATIONS)
    .flatMap((operation) => [begun(operation), ...ended(operation)])
}

function begun(operation: OperationRecord): CodeStoryEvent {
  const reason =
    operation.reason === null
      ? ''
      : `, because ${REASONS[operation.reason] ?? operation.reason.replaceAll('_', ' ')}`
  return {
    at: operation.intentAt,
    kind: 'sent',
    sentence: `Lockstep set out to ${SENDING[operation.kind]}${operation.kind === 'delete' ? reason : ''}.`,
    correlationId: operation.correlationId,
  }
}

function ended(operation: OperationRecord): readonly CodeStoryEvent[] {
  const at = operation.settledAt ?? operation.answeredAt
  if (at === null) return []
  const kind = operation.state === 'failed' || operation.state === 'unconfirmed' ? 'failed' : 'proven'
  return [{ at, kind, sentence: endOf(operation), correlationId: operation.correlationId }]
}

function endOf(operation: OperationRecord): string {
  const { state, kind, error, settledBy, sentAt } = operation
  switch (state) {
    case 'confirmed':
      return kind === 'delete'
        ? 'The lock was read: the code is gone.'
        : 'The lock was read: the code is on it.'
    case 'failed':
      if (isNotTaken(operation)) return 'TTLock passed it on, but the lock did not take it.'
      if (settledBy === 'answer') return `TTLock refused: ${error ?? 'no reason was given'}`
      return sentAt === null
        ? 'It was never sent.'
        : 'It did not happen: the lock was read and does not show it.'
    case 'unconfirmed':
      return 'It was sent, but no reading could show or refute it.'
    case 'already_so':
      return 'The lock was so already; nothing had to be sent.'
    case 'intent':
    case 'sent':
      return 'TTLock answered; the lock has not been read since.'
  }
}

function sightingsOf(
  store: Store,
  { doorId, vendorPinId, credentialId }: CodeInQuestion,
): readonly CodeStoryEvent[] {
  const device = store.doors.get(doorId)?.integrationDeviceId
  const sighting = device && store.codes.sightings(device).find((seen) => seen.vendorPinId === vendorPinId)
  const receipt = store.codes
    .receipts(doorId)
    .find(
      (entry) =>
        entry.vendorPinId === vendorPinId || (credentialId !== null && entry.credentialId === credentialId),
    )
  const events: CodeStoryEvent[] = []
  const seen = (at: string, sentence: string): void => {
    events.push({ at, kind: 'seen', sentence, correlationId: null })
  }
  const listed =
    device && store.codes.actualCodes(device).find((actual) => actual.vendorPinId === vendorPinId)
  if (listed && listed.createdAtMs !== null) {
    seen(
      toIso(listed.createdAtMs),
      `The code was made at TTLock${listed.senderUsername === null ? '' : ` by ${listed.senderUsername}`}.`,
    )
  }
  if (sighting) {
    seen(sighting.firstSeenAt, 'The code was seen on the lock for the first time.')
    if (sighting.changedAt) seen(sighting.changedAt, 'Somebody changed the code, and it was not Lockstep.')
    if (sighting.lastSeenAt !== sighting.firstSeenAt)
      seen(sighting.lastSeenAt, 'The code was last seen on the lock.')
  }
  const proof = receipt && PROOFS[receipt.evidenceGrade]
  if (receipt && proof)
    events.push({ at: receipt.evidenceAt, kind: 'proven', sentence: proof, correlationId: null })
  return events
}
