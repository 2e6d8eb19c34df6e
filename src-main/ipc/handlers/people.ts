import type {
  CredentialView,
  PersonDetailView,
  PersonRow,
} from '../../../src-preload/contract/views/people.ts'
import { formatCodeName } from '../../domain/code/codeName.ts'
import type { CredentialId, DoorGroupId, DoorId, PersonId } from '../../domain/ids.ts'
import type { CredentialRecord, PersonListRecord } from '../../ports/stores/personStore.ts'
import {
  checkOutPerson,
  createPerson,
  extendCode,
  revealPin,
  revokeCode,
} from '../../useCases/changeCodes.ts'
import { giveCode } from '../../useCases/giveCode.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'
import { codesOnDoors } from '../present/codeOnDoor.ts'
import { findCodes } from '../present/findCodes.ts'

type Routes =
  | 'people.list'
  | 'people.get'
  | 'people.findCodes'
  | 'people.create'
  | 'people.giveCode'
  | 'people.extendCode'
  | 'people.revokeCode'
  | 'people.checkOut'
  | 'people.revealPin'

export function peopleHandlers(profile: () => OpenProfile): Pick<Handlers, Routes> {
  return {
    'people.list': () => profile().store.people.list().map(personRow),
    'people.get': ({ personId }) => personDetail(profile(), personId as PersonId),
    'people.findCodes': ({ text }) => findCodes(profile().store, text),
    'people.create': (request, context) => {
      const open = profile()
      const id = createPerson(open.useCases, actorOf(context), request)
      return personDetail(open, id).person
    },
    'people.giveCode': (request, context) => {
      const actor = actorOf(context)
      const given = giveCode(profile().useCases, actor, {
        ...request,
        personId: request.personId as PersonId,
        doorIds: request.doorIds as DoorId[],
        doorGroupIds: request.doorGroupIds as DoorGroupId[],
      })
      return { ...given, correlationId: actor.correlationId }
    },
    'people.extendCode': ({ credentialId, endsAt }, context) => {
      const actor = actorOf(context)
      const jobIds = extendCode(profile().useCases, actor, {
        credentialId: credentialId as CredentialId,
        endsAt,
      })
      return { correlationId: actor.correlationId, jobIds }
    },
    'people.revokeCode': ({ credentialId }, context) => {
      const actor = actorOf(context)
      const jobIds = revokeCode(profile().useCases, actor, credentialId as CredentialId)
      return { correlationId: actor.correlationId, jobIds }
    },
    'people.checkOut': ({ personId }, context) => {
      const actor = actorOf(context)
      const jobIds = checkOutPerson(profile().useCases, actor, personId as PersonId)
      return { correlationId: actor.correlationId, jobIds }
    },
    'people.revealPin': ({ credentialId, reason }, context) => {
      const pin = revealPin(profile().useCases, actorOf(context), {
        credentialId: credentialId as CredentialId,
        reason,
      })
      return { pin }
    },
  }
}

function personRow(record: PersonListRecord): PersonRow {
  const { person } = record
  return {
    id: person.id,
    name: person.name,
    note: person.note,
    isBlocked: person.blockedAt !== null,
    activeCodes: record.activeCodes,
    doors: record.doors,
    endsAt: record.endsAt,
  }
}

function personDetail(open: OpenProfile, personId: PersonId): PersonDetailView {
  const record = open.store.people.getListRecord(personId)
  if (!record) throw new RequestError('not_found')
  const doorsOf = codesOnDoors({ ...open, nowMs: open.clock.nowMs() })
  const credentials = open.store.people
    .credentials(personId)
    .map((credential) => credentialView(open, credential, doorsOf(credential)))
  return { person: personRow(record), credentials }
}

function credentialView(
  { store }: OpenProfile,
  credential: CredentialRecord,
  doors: CredentialView['doors'],
): CredentialView {
  const groups = store.people
    .grantsOf(credential.id)
    .flatMap((grant) =>
      grant.doorGroupId === null ? [] : [store.sites.getGroup(grant.doorGroupId)?.name ?? ''],
    )
  return {
    id: credential.id,
    personId: credential.personId,
    codeName: formatCodeName({ personId: credential.personId, credentialId: credential.id }),
    isActive: credential.revokedAt === null,
    startsAt: credential.startsAt,
    endsAt: credential.endsAt,
    createdAt: credential.createdAt,
    revokedAt: credential.revokedAt,
    doorGroups: groups.filter((name) => name !== ''),
    doors,
  }
}
