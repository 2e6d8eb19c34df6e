import type { ActualCode } from '../domain/code/actualCode.ts'
import type { CredentialId, DoorId, JobId, VendorPinId } from '../domain/ids.ts'
import { fromIso, toIso } from '../domain/instant.ts'
import type { MarkedCode, StoredMark } from '../ports/stores/codeDecisionStore.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { hideTyped } from './hideTyped.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

interface ListedCode {
  readonly doorId: DoorId
  readonly vendorPinId: VendorPinId
}

/** Sets a person's standing word about one code of a door's lock, in place of an earlier one; the door is planned again. */
export function markCode(
  context: UseCaseContext,
  actor: Actor,
  request: ListedCode & {
    readonly mark: Exclude<StoredMark, 'remove'>
    /** ISO UTC; given for `tolerated` alone. */
    readonly until: string | null
    readonly reason: string
  },
): JobId {
  refuseUntil(context, request)
  return decide(context, (store) => {
    const { door, code, key } = listedCode(context, request)
    const before = standingMark(context, door, key)
    store.decisions.removeMarks(door.integrationDeviceId, key)
    const { mark, until } = request
    const reason = hideTyped(store, request.reason)
    store.decisions.insertMark(door.integrationDeviceId, {
      ...key,
      mark,
      until,
      reason,
      operatorId: actor.operatorId,
      undoPlanId: null,
    })
    audit(context, actor, {
      entity: 'Door',
      id: door.id,
      action: 'mark_code',
      before: before && { ...codeFacts(code), ...before },
      after: { ...codeFacts(code), mark, until, reason },
    })
    return enqueueEnforce(context, actor, door, { what: 'code marked', source: 'code route' })
  })
}

/** Takes back what was said about a code, also what an undo said of it: the rules of the site count again. */
export function unmarkCode(context: UseCaseContext, actor: Actor, request: ListedCode): JobId {
  return decide(context, (store) => {
    const { door, code, key } = listedCode(context, request)
    const before = standingMark(context, door, key)
    if (store.decisions.removeMarks(door.integrationDeviceId, key) === 0) throw new RequestError('not_found')
    audit(context, actor, {
      entity: 'Door',
      id: door.id,
      action: 'unmark_code',
      before: { ...codeFacts(code), ...before },
      after: codeFacts(code),
    })
    return enqueueEnforce(context, actor, door, { what: 'mark removed', source: 'code route' })
  })
}

/** Ends the pause of a credential on one door: it goes there again as its grants say. */
export function resumeCode(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly doorId: DoorId; readonly credentialId: CredentialId },
): JobId {
  return decide(context, (store) => {
    const door = store.doors.get(request.doorId)
    const pause = store.decisions
      .pauses(request.doorId)
      .find(({ credentialId }) => credentialId === request.credentialId)
    if (!door || !pause) throw new RequestError('not_found')
    store.decisions.endPause(door.id, pause.credentialId)
    audit(context, actor, {
      entity: 'Door',
      id: door.id,
      action: 'resume_code',
      before: { credential_id: pause.credentialId, paused_since: pause.createdAt, reason: pause.reason },
      after: { credential_id: pause.credentialId },
    })
    return enqueueEnforce(context, actor, door, { what: 'code resumed', source: 'code route' })
  })
}

function decide(context: UseCaseContext, work: (store: UseCaseContext['store']) => JobId): JobId {
  const jobId = context.store.write(() => work(context.store))
  context.wake.wake()
  return jobId
}

/** The code as the last complete list had it, and the key under which a mark finds it again. */
function listedCode(
  { store }: UseCaseContext,
  request: ListedCode,
): { readonly door: DoorRecord; readonly code: ActualCode; readonly key: MarkedCode } {
  const door = store.doors.get(request.doorId)
  const code =
    door &&
    store.codes
      .actualCodes(door.integrationDeviceId)
      .find(({ vendorPinId }) => vendorPinId === request.vendorPinId)
  if (!door || !code) throw new RequestError('not_found')
  const pinHash = store.decisions.markHash(door.externalId, code.pin)
  return { door, code, key: { vendorPinId: code.vendorPinId, pinHash } }
}

function standingMark({ store }: UseCaseContext, door: DoorRecord, key: MarkedCode) {
  const record = store.decisions
    .marks(door.integrationDeviceId)
    .findLast((mark) => mark.vendorPinId === key.vendorPinId || mark.pinHash === key.pinHash)
  return record ? { mark: record.mark, until: record.until, reason: record.reason } : null
}

/** As the audit keeps a code: never its digits. */
function codeFacts(code: ActualCode) {
  return { vendor_pin_id: code.vendorPinId, code_name: code.name }
}

function refuseUntil(
  { clock }: UseCaseContext,
  { mark, until }: { readonly mark: StoredMark; readonly until: string | null },
): void {
  if (mark !== 'tolerated') {
    if (until !== null) throw atUntil('invalid')
    return
  }
  if (until === null) throw atUntil('required')
  if (fromIso(until) <= clock.nowMs()) throw atUntil('window_in_past', toIso(clock.nowMs()))
}

function atUntil(code: 'invalid' | 'required' | 'window_in_past', now?: string): RequestError {
  return new RequestError('validation_failed', {
    fields: [{ path: 'until', code, ...(now !== undefined && { facts: { now } }) }],
  })
}
