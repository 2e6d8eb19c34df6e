import { formatCodeName } from '../domain/code/codeName.ts'
import { findPinFault, isPinTooSimple } from '../domain/credential/pinRules.ts'
import { capabilitiesOf } from '../domain/device/capabilities.ts'
import type { CredentialId, DoorGroupId, DoorId, JobId, PersonId } from '../domain/ids.ts'
import { msOrNull } from '../domain/instant.ts'
import type { Random } from '../ports/random.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

export interface GiveCode {
  readonly personId: PersonId
  /** The digits, or null to have them chosen. */
  readonly pin: string | null
  /** ISO UTC, null for no limit on that side. */
  readonly startsAt: string | null
  readonly endsAt: string | null
  readonly doorIds: readonly DoorId[]
  readonly doorGroupIds: readonly DoorGroupId[]
}

export interface GivenCode {
  readonly credentialId: CredentialId
  readonly codeName: string
  /** Shown once to whoever gave it. */
  readonly pin: string
  readonly jobIds: readonly JobId[]
}

const GENERATED_PIN_DIGITS = 6
const GENERATE_TRIES = 200

/** Gives a person a PIN on doors and groups for a time; each door it reaches gets a job. */
export function giveCode(context: UseCaseContext, actor: Actor, request: GiveCode): GivenCode {
  const { store } = context
  const given = store.write(() => {
    refuseWhatIsWrong(context, request)
    const doorIds = reachedDoors(context, request)
    const pin = choosePin(context, request.pin, doorIds)
    const credentialId = store.people.insertCredential({
      personId: request.personId,
      pin,
      startsAt: request.startsAt,
      endsAt: request.endsAt,
    })
    for (const doorId of request.doorIds) insertGrant(context, credentialId, { doorId, doorGroupId: null })
    for (const doorGroupId of request.doorGroupIds)
      insertGrant(context, credentialId, { doorId: null, doorGroupId })
    const codeName = formatCodeName({ personId: request.personId, credentialId })
    audit(context, actor, {
      entity: 'Credential',
      id: credentialId,
      action: 'create',
      before: null,
      after: {
        person_id: request.personId,
        code_name: codeName,
        starts_at: request.startsAt,
        ends_at: request.endsAt,
        door_ids: request.doorIds,
        door_group_ids: request.doorGroupIds,
      },
    })
    const jobIds = doorIds.flatMap((doorId) => {
      const door = store.doors.get(doorId)
      return door
        ? [enqueueEnforce(context, actor, door, { what: 'code given', source: 'people route' })]
        : []
    })
    return { credentialId, codeName, pin, jobIds }
  })
  context.wake.wake()
  return given
}

function insertGrant(
  context: UseCaseContext,
  credentialId: CredentialId,
  place: { readonly doorId: DoorId | null; readonly doorGroupId: DoorGroupId | null },
): void {
  context.store.people.insertGrant({ credentialId, ...place, startsAt: null, endsAt: null })
}

function reachedDoors(context: UseCaseContext, request: GiveCode): readonly DoorId[] {
  const reached = new Set<DoorId>(request.doorIds)
  for (const groupId of request.doorGroupIds) {
    for (const doorId of context.store.doors.idsInGroup(groupId)) reached.add(doorId)
  }
  return [...reached]
}

function refuseWhatIsWrong(context: UseCaseContext, request: GiveCode): void {
  const { store, clock } = context
  const person = store.people.get(request.personId)
  if (!person || person.removedAt !== null) throw new RequestError('not_found')
  const fields: NonNullable<RequestError['fields']>[number][] = []
  const startMs = msOrNull(request.startsAt)
  const endMs = msOrNull(request.endsAt)
  if (endMs !== null && endMs <= clock.nowMs()) fields.push({ path: 'endsAt', code: 'window_in_past' })
  else if (startMs !== null && endMs !== null && endMs <= startMs) {
    fields.push({ path: 'endsAt', code: 'window_backwards' })
  }
  if (request.doorIds.length + request.doorGroupIds.length === 0) {
    fields.push({ path: 'doorIds', code: 'choose_doors' })
  }
  if (request.doorIds.some((id) => !store.doors.get(id)))
    fields.push({ path: 'doorIds', code: 'not_in_list' })
  if (request.doorGroupIds.some((id) => !store.sites.getGroup(id))) {
    fields.push({ path: 'doorGroupIds', code: 'unknown_group' })
  }
  if (fields.length > 0) throw new RequestError('validation_failed', { fields })
}

/** The digits every keypad among the doors has. */
function commonDigits(context: UseCaseContext, doorIds: readonly DoorId[]): string {
  let digits = '0123456789'
  for (const doorId of doorIds) {
    const door = context.store.doors.get(doorId)
    const device = door ? context.store.accounts.getDevice(door.integrationDeviceId) : null
    const missing = device ? (capabilitiesOf(device)?.missingDigits ?? '') : ''
    digits = [...digits].filter((digit) => !missing.includes(digit)).join('')
  }
  return digits
}

/** The wanted digits where nothing forbids them on these doors, else new ones. */
export function choosePin(
  context: UseCaseContext,
  wanted: string | null,
  doorIds: readonly DoorId[],
): string {
  const digits = commonDigits(context, doorIds)
  if (wanted !== null) {
    const fault = findPinFault(wanted, digits)
    if (fault === 'pin_not_4_to_9_digits') throw pinRefused('pin_length')
    if (fault === 'pin_too_simple') throw pinRefused('pin_too_simple')
    if (fault === 'pin_not_on_keypad') throw pinRefused('invalid')
    if (context.store.people.isPinInUse(wanted, doorIds)) throw pinRefused('pin_in_use')
    return wanted
  }
  for (let tries = 0; tries < GENERATE_TRIES; tries++) {
    const pin = randomPin(context.random, digits)
    if (!isPinTooSimple(pin) && !context.store.people.isPinInUse(pin, doorIds)) return pin
  }
  throw new Error('No free PIN was found')
}

function pinRefused(code: 'pin_length' | 'pin_too_simple' | 'pin_in_use' | 'invalid'): RequestError {
  return new RequestError('validation_failed', { fields: [{ path: 'pin', code }] })
}

function randomPin(random: Random, digits: string): string {
  let pin = ''
  while (pin.length < GENERATED_PIN_DIGITS) pin += digits.charAt(random.integer(digits.length))
  return pin
}
