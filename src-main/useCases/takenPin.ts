import type { ActualCode } from '../domain/code/actualCode.ts'
import { formatCodeName } from '../domain/code/codeName.ts'
import type { CredentialId, DoorId, JobId, VendorPinId } from '../domain/ids.ts'
import { toIso } from '../domain/instant.ts'
import type { DoorRecord } from '../ports/stores/doorStore.ts'
import type { CredentialRecord } from '../ports/stores/personStore.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { choosePin, type GivenCode } from './giveCode.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** A credential whose PIN a listed code of a door has that is not ours. */
export interface TakenPin {
  readonly doorId: DoorId
  readonly credentialId: CredentialId
  readonly vendorPinId: VendorPinId
}

/** Takes the listed code for the credential's own: a receipt is written, and what still differs is planned. */
export function adoptCode(context: UseCaseContext, actor: Actor, request: TakenPin): JobId {
  const { store, clock } = context
  const jobId = store.write(() => {
    const { door, code, credential } = takenPin(context, request)
    store.codes.insertReceipt({
      credentialId: credential.id,
      doorId: door.id,
      deviceId: door.integrationDeviceId,
      vendorPinId: code.vendorPinId,
      operationId: null,
      evidenceGrade: 'listed',
      evidenceAt: store.doors.state(door.id).lastReadAt ?? toIso(clock.nowMs()),
    })
    auditTaken(context, actor, { credential, door, code, action: 'adopt_code' })
    return enqueueEnforce(context, actor, door, { what: 'code adopted', source: 'code route' })
  })
  context.wake.wake()
  return jobId
}

/** Asks for the code that holds the PIN to be taken off; a plan does it, and puts the credential's own there. */
export function removeTaker(context: UseCaseContext, actor: Actor, request: TakenPin): JobId {
  const { store, clock } = context
  const jobId = store.write(() => {
    const { door, code, credential } = takenPin(context, request)
    const key = {
      vendorPinId: code.vendorPinId,
      pinHash: store.decisions.markHash(door.externalId, code.pin),
    }
    const now = toIso(clock.nowMs())
    const isProtected = store.decisions
      .marks(door.integrationDeviceId)
      .filter((mark) => mark.vendorPinId === key.vendorPinId || mark.pinHash === key.pinHash)
      .some(
        ({ mark, until }) =>
          mark === 'never_delete' || (mark === 'tolerated' && (until === null || until > now)),
      )
    if (isProtected) throw new RequestError('code_is_protected')
    store.decisions.insertMark(door.integrationDeviceId, {
      ...key,
      mark: 'remove',
      until: null,
      reason: `It holds the PIN of ${codeNameOf(credential)}.`,
      operatorId: actor.operatorId,
      undoPlanId: null,
    })
    auditTaken(context, actor, { credential, door, code, action: 'remove_taker' })
    return enqueueEnforce(context, actor, door, { what: 'removal asked', source: 'code route' })
  })
  context.wake.wake()
  return jobId
}

/** Gives the credential digits that none of its doors has; each of them gets a job. */
export function giveNewPin(context: UseCaseContext, actor: Actor, request: TakenPin): GivenCode {
  const { store } = context
  const given = store.write(() => {
    const { door, code, credential } = takenPin(context, request)
    const doors = store.people
      .doorsOfCredential(credential.id)
      .flatMap((doorId) => store.doors.get(doorId) ?? [])
    const pin = newPin(context, doors)
    store.people.setCredentialPin(credential.id, pin)
    auditTaken(context, actor, { credential, door, code, action: 'new_pin' })
    const jobIds = doors.map((reached) =>
      enqueueEnforce(context, actor, reached, { what: 'new PIN', source: 'code route' }),
    )
    return { credentialId: credential.id, codeName: codeNameOf(credential), pin, jobIds }
  })
  context.wake.wake()
  return given
}

const MOST_TRIES = 50

/** Digits that no code listed on these doors has either, ours or not. */
function newPin(context: UseCaseContext, doors: readonly DoorRecord[]): string {
  const { codes } = context.store
  const listed = new Set(
    doors.flatMap((door) => codes.actualCodes(door.integrationDeviceId).map((code) => code.pin)),
  )
  const doorIds = doors.map((door) => door.id)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const pin = choosePin(context, null, doorIds)
    if (!listed.has(pin)) return pin
  }
  throw new Error('No free PIN was found')
}

/** Refused unless the code is listed, has the credential's PIN, and is nobody's by receipt. */
function takenPin(
  { store }: UseCaseContext,
  request: TakenPin,
): { readonly door: DoorRecord; readonly code: ActualCode; readonly credential: CredentialRecord } {
  const door = store.doors.get(request.doorId)
  const credential = store.people.getCredential(request.credentialId)
  if (!door || !credential || credential.revokedAt !== null) throw new RequestError('not_found')
  const code = store.codes
    .actualCodes(door.integrationDeviceId)
    .find(({ vendorPinId }) => vendorPinId === request.vendorPinId)
  const isOurs = store.codes.receipts(door.id).some(({ vendorPinId }) => vendorPinId === request.vendorPinId)
  const isReached = store.people.doorsOfCredential(credential.id).includes(door.id)
  if (!code || isOurs || !isReached || store.people.revealPin(credential.id) !== code.pin)
    throw new RequestError('pin_not_taken')
  return { door, code, credential }
}

function codeNameOf(credential: CredentialRecord): string {
  return formatCodeName({ personId: credential.personId, credentialId: credential.id })
}

/** Never the digits, neither old nor new. */
function auditTaken(
  context: UseCaseContext,
  actor: Actor,
  what: {
    readonly credential: CredentialRecord
    readonly door: DoorRecord
    readonly code: ActualCode
    readonly action: 'adopt_code' | 'remove_taker' | 'new_pin'
  },
): void {
  audit(context, actor, {
    entity: 'Credential',
    id: what.credential.id,
    action: what.action,
    before: null,
    after: {
      door_id: what.door.id,
      vendor_pin_id: what.code.vendorPinId,
      code_name: what.code.name,
    },
  })
}
