import type { PlaceView } from '../../../src-preload/contract/views/traces.ts'
import type {
  CredentialId,
  DebugSessionId,
  DoorId,
  JobId,
  OperationId,
  PersonId,
  PlanId,
} from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'

const THING = /^([A-Z][a-z]+(?: [a-z]+)?) #(\d+)$/

/** The screens of things (`Door #2`), each once; a job and an operation also lead to what they worked on. */
export function placesOf(store: Store, things: readonly string[]): readonly PlaceView[] {
  const places = things.flatMap((thing) => placesOfThing(store, thing))
  return [...new Map(places.map((place) => [place.to, place])).values()]
}

function placesOfThing(store: Store, thing: string): readonly PlaceView[] {
  const [, kind, digits] = THING.exec(thing) ?? []
  const id = Number(digits)
  // What stands behind the sign is an id of the kind that stands before it.
  switch (kind) {
    case 'Door':
      return door(store, id as DoorId)
    case 'Person':
      return person(store, id as PersonId)
    case 'Credential':
      return code(store, id as CredentialId)
    case 'Plan':
      return plan(store, id as PlanId)
    case 'Job':
      return job(store, id as JobId)
    case 'Operation':
      return operation(store, id as OperationId)
    case 'Debug session':
      return debugSession(store, id as DebugSessionId)
    default:
      return []
  }
}

function door(store: Store, id: DoorId): readonly PlaceView[] {
  const found = store.doors.get(id)
  return found ? [{ thing: `Door #${id}`, kind: 'door', label: found.name, to: `/doors/${id}` }] : []
}

function person(store: Store, id: PersonId): readonly PlaceView[] {
  const found = store.people.get(id)
  return found ? [{ thing: `Person #${id}`, kind: 'person', label: found.name, to: `/people/${id}` }] : []
}

/** A code stands on the screen of whoever holds it. */
function code(store: Store, id: CredentialId): readonly PlaceView[] {
  const credential = store.people.getCredential(id)
  const holder = credential && store.people.get(credential.personId)
  if (!holder) return []
  return [{ thing: `Credential #${id}`, kind: 'code', label: holder.name, to: `/people/${holder.id}` }]
}

function plan(store: Store, id: PlanId): readonly PlaceView[] {
  const found = store.plans.get(id)
  return found ? [{ thing: `Plan #${id}`, kind: 'plan', label: found.title, to: `/plans/${id}` }] : []
}

function job(store: Store, id: JobId): readonly PlaceView[] {
  const found = store.jobs.get(id)
  if (!found) return []
  return [
    { thing: `Job #${id}`, kind: 'job', label: `#${id}`, to: `/jobs?q=${found.correlationId}` },
    ...(found.doorId === null ? [] : door(store, found.doorId)),
    ...(found.planId === null ? [] : plan(store, found.planId)),
  ]
}

function operation(store: Store, id: OperationId): readonly PlaceView[] {
  const found = store.operations.get(id)
  if (!found) return []
  return [
    ...door(store, found.doorId),
    ...(found.credentialId === null ? [] : code(store, found.credentialId)),
    ...(found.planId === null ? [] : plan(store, found.planId)),
  ]
}

function debugSession(store: Store, id: DebugSessionId): readonly PlaceView[] {
  const found = store.debugSessions.get(id)
  if (!found) return []
  return [{ thing: `Debug session #${id}`, kind: 'debug_session', label: found.code, to: '/traces/sessions' }]
}
