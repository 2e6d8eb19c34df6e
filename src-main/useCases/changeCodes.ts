import type { CredentialId, JobId, PersonId } from '../domain/ids.ts'
import { fromIso, msOrNull, toIso } from '../domain/instant.ts'
import type { CredentialRecord } from '../ports/stores/personStore.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { hideTyped, hideTypedInName } from './hideTyped.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

export function createPerson(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly name: string; readonly note: string | null },
): PersonId {
  const { store } = context
  return store.write(() => {
    const person = {
      name: hideTypedInName(store, request.name),
      note: request.note === null ? null : hideTyped(store, request.note),
    }
    const id = store.people.insert(person)
    audit(context, actor, { entity: 'Person', id, action: 'create', before: null, after: person })
    return id
  })
}

/** Moves the end of a code: the same PIN, one change on each lock that holds it. */
export function extendCode(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly credentialId: CredentialId; readonly endsAt: string },
): readonly JobId[] {
  const { store, clock } = context
  const jobIds = store.write(() => {
    const credential = liveCredential(context, request.credentialId)
    const endMs = fromIso(request.endsAt)
    const startMs = msOrNull(credential.startsAt)
    if (endMs <= clock.nowMs()) throw atEnd('window_in_past')
    if (startMs !== null && endMs <= startMs) throw atEnd('window_backwards')
    if (isLonger(credential, request.endsAt)) refuseTakenPin(context, credential.id)
    store.people.setCredentialEnd(credential.id, request.endsAt)
    audit(context, actor, {
      entity: 'Credential',
      id: credential.id,
      action: 'extend',
      before: { ends_at: credential.endsAt },
      after: { ends_at: request.endsAt },
    })
    return enqueueReached(context, actor, credential.id, 'code extended')
  })
  context.wake.wake()
  return jobIds
}

export function revokeCode(
  context: UseCaseContext,
  actor: Actor,
  credentialId: CredentialId,
): readonly JobId[] {
  const jobIds = context.store.write(() => revoke(context, actor, liveCredential(context, credentialId)))
  context.wake.wake()
  return jobIds
}

/** Revokes every code of the person in one step. */
export function checkOutPerson(context: UseCaseContext, actor: Actor, personId: PersonId): readonly JobId[] {
  const { store } = context
  const jobIds = store.write(() => {
    if (!store.people.get(personId)) throw new RequestError('not_found')
    const live = store.people.credentials(personId).filter((credential) => credential.revokedAt === null)
    return live.flatMap((credential) => revoke(context, actor, credential))
  })
  context.wake.wake()
  return [...new Set(jobIds)]
}

/** A right of its own: audited with its reason before the digits are shown. */
export function revealPin(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly credentialId: CredentialId; readonly reason: string },
): string {
  return context.store.write(() => {
    const credential = context.store.people.getCredential(request.credentialId)
    if (!credential) throw new RequestError('not_found')
    audit(context, actor, {
      entity: 'Credential',
      id: credential.id,
      action: 'reveal_pin',
      before: null,
      after: { reason: request.reason },
    })
    return context.store.people.revealPin(credential.id)
  })
}

function revoke(context: UseCaseContext, actor: Actor, credential: CredentialRecord): readonly JobId[] {
  const atIso = toIso(context.clock.nowMs())
  context.store.people.revokeCredential(credential.id, actor.operatorId, atIso)
  audit(context, actor, {
    entity: 'Credential',
    id: credential.id,
    action: 'revoke',
    before: { revoked_at: null },
    after: { revoked_at: atIso },
  })
  return enqueueReached(context, actor, credential.id, 'code revoked')
}

function enqueueReached(
  context: UseCaseContext,
  actor: Actor,
  credentialId: CredentialId,
  what: string,
): readonly JobId[] {
  return context.store.people.doorsOfCredential(credentialId).flatMap((doorId) => {
    const door = context.store.doors.get(doorId)
    return door ? [enqueueEnforce(context, actor, door, { what, source: 'people route' })] : []
  })
}

function isLonger({ endsAt }: CredentialRecord, newEnd: string): boolean {
  return endsAt !== null && endsAt < newEnd
}

/** After a code has ended its digits may be given to somebody else, and a lock takes no PIN twice. */
function refuseTakenPin({ store }: UseCaseContext, id: CredentialId): void {
  const doorIds = store.people.doorsOfCredential(id)
  if (store.people.isPinInUse(store.people.revealPin(id), doorIds, id)) throw atEnd('pin_given_away')
}

function liveCredential(context: UseCaseContext, id: CredentialId): CredentialRecord {
  const credential = context.store.people.getCredential(id)
  if (!credential || credential.revokedAt !== null) throw new RequestError('not_found')
  return credential
}

function atEnd(code: 'window_in_past' | 'window_backwards' | 'pin_given_away'): RequestError {
  return new RequestError('validation_failed', { fields: [{ path: 'endsAt', code }] })
}
