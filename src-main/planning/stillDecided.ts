import type { CodeWindow } from '../domain/code/codeWindow.ts'
import { isSameWindow } from '../domain/code/codeWindow.ts'
import type { ExpectedCode } from '../domain/credential/expectedAt.ts'
import type { CredentialId } from '../domain/ids.ts'
import type { OperationKind } from '../domain/operation/operation.ts'
import { rulesOfMode } from '../domain/plan/modes.ts'
import { expectedOf } from '../domain/plan/planDoor.ts'
import type { ActionLine, DeleteLine } from '../domain/plan/planLine.ts'
import { isSameSchedule } from '../domain/schedule/openSchedule.ts'
import type { Store } from '../ports/store.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { SiteRecord } from '../ports/stores/siteStore.ts'
import type { Vault } from '../ports/vault.ts'
import { marksOnDoor } from './decidedCodes.ts'
import { credentialOnDoor } from './doorFacts.ts'
import { observingSince } from './observation.ts'

/** A command in the moment in which it would leave. */
export interface DueCommand {
  readonly line: ActionLine
  readonly kind: OperationKind
  /** The digits it puts on the lock; null where it puts none there. */
  readonly pin: string | null
  /** An undo answers to no grant: it puts back what stood there, and wrote its own decision about that. */
  readonly isUndo: boolean
}

interface DecidedNow {
  readonly store: Store
  readonly vault: Vault
  readonly nowMs: number
}

/**
 * Whether a planned command is still what people decided. Between the list that a plan was made from and the command's turn
 * at its gateway minutes may pass, in which a site is set to observe, a code is marked or a person is sent away.
 */
export function isStillDecided(now: DecidedNow, door: DoorRecord, due: DueCommand): boolean {
  const { store } = now
  const site = store.sites.get(door.siteId)
  if (!site || !store.doors.get(door.id)?.isActive) return false
  if (observingSince(store) !== null || !rulesOfMode(site.mode).isSending) return false
  if (takesDigitsOff(due) && isProtected(now, door, due)) return false
  if (due.isUndo) return true
  const { line } = due
  switch (line.kind) {
    case 'delete':
      return isStillUnwanted(now, { door, site }, line)
    case 'schedule': {
      const decided = store.schedules.decidedOf(store.doors.get(door.id) ?? door)
      return decided !== null && isSameSchedule(decided, line.after)
    }
    case 'add':
    case 'change':
    case 'replace': {
      const wanted = line.credentialId === null ? null : wantedOf(now, { door, site }, line.credentialId)
      return wanted !== null && isAsWanted(wanted, { pin: due.pin, window: line.window })
    }
  }
}

/** New digits are the end of the old ones. */
function takesDigitsOff({ kind, line }: DueCommand): boolean {
  return kind === 'delete' || (line.kind === 'change' && line.changesPin)
}

function isProtected({ store, vault, nowMs }: DecidedNow, door: DoorRecord, due: DueCommand): boolean {
  const { line } = due
  if (line.kind === 'add' || line.vendorPinId === null) return false
  const mark = marksOnDoor({ store, vault, nowMs }, door).get(line.vendorPinId)
  switch (mark?.kind) {
    case undefined:
      return false
    case 'never_delete':
      return true
    case 'tolerated_until':
      return line.kind === 'delete' && !due.isUndo
    case 'confirm_delete':
      return line.kind !== 'change' && !line.needsApprovalBecause.includes('confirm_delete_mark')
  }
}

interface DoorAtSite {
  readonly door: DoorRecord
  readonly site: SiteRecord
}

function isStillUnwanted(now: DecidedNow, at: DoorAtSite, line: DeleteLine): boolean {
  const { store, nowMs } = now
  const rules = rulesOfMode(at.site.mode)
  if (line.grace.isBypassed && !rules.bypassesGrace && line.grace.eligibleAtMs > nowMs) return false
  if (line.reason === 'stray_unmanaged') return rules.deletesStrays || isAskedOff(store, at.door, line)
  if (line.reason === 'duplicate' || line.isForeignNamesake || line.credentialId === null) return true
  return wantedOf(now, at, line.credentialId)?.item.personId !== line.personId
}

function isAskedOff(store: Store, door: DoorRecord, { vendorPinId }: DeleteLine): boolean {
  return store.decisions
    .marks(door.integrationDeviceId)
    .some((mark) => mark.mark === 'remove' && mark.vendorPinId === vendorPinId)
}

/** What the door should hold of one credential; null when nothing, or when an undo holds it where it is. */
function wantedOf(
  { store, nowMs }: DecidedNow,
  { door, site }: DoorAtSite,
  id: CredentialId,
): ExpectedCode | null {
  const credential = store.people.getCredential(id)
  const person = credential && store.people.get(credential.personId)
  if (!credential || !person) return null
  if (store.decisions.pauses(door.id).some(({ credentialId }) => credentialId === id)) return null
  const grants = store.people
    .grantsOf(id)
    .filter(({ doorId, doorGroupId }) =>
      doorId === null ? doorGroupId !== null && doorGroupId === door.doorGroupId : doorId === door.id,
    )
  const onDoor = credentialOnDoor({ person, credential, grants, pin: store.people.revealPin(id) })
  return expectedOf({ credentials: [onDoor], nowMs, site }).codes[0] ?? null
}

function isAsWanted(
  { item, pin, alternativeWindow }: ExpectedCode,
  due: { readonly pin: string | null; readonly window: CodeWindow },
): boolean {
  if (item.window === null || (due.pin !== null && due.pin !== pin)) return false
  return (
    isSameWindow(item.window, due.window) ||
    (alternativeWindow !== null && isSameWindow(alternativeWindow, due.window))
  )
}
