import type { DoorId, PlanId } from '../../src-main/domain/ids.ts'
import type { Store } from '../../src-main/ports/store.ts'
import type { CredentialRecord } from '../../src-main/ports/stores/personStore.ts'

/** More than the campaign makes of any one kind. */
const MOST = 100_000
const SENT = ['applying', 'applied', 'partly_applied', 'stale'] as const

/**
 * What people decided stands in the audit: the chain tells a row that was changed or cut out, not one that was never
 * written. Operations are no decisions; each is in the trace of the one that it answers to.
 */
export function auditViolations(store: Store): string[] {
  const { accounts, sites, doors, people, plans } = store
  const persons = people.list().map(({ person }) => person)
  return [
    ...accounts.list().flatMap(({ id }) => missing(store, `Account #${id}`, ['create'])),
    ...sites.list().flatMap(({ id }) => missing(store, `Site #${id}`, ['create'])),
    ...doors.allIds().flatMap((id) => ofDoor(store, id)),
    ...persons.flatMap(({ id }) => missing(store, `Person #${id}`, ['create'])),
    ...persons.flatMap(({ id }) => people.credentials(id)).flatMap((code) => ofCredential(store, code)),
    ...plans.list(MOST).flatMap(({ id }) => ofPlan(store, id)),
  ]
}

/** The campaign's doors are made without a schedule. */
function ofDoor(store: Store, id: DoorId): string[] {
  const door = store.doors.get(id)
  const hasSchedule = door !== null && store.schedules.decidedOf(door) !== null
  return missing(store, `Door #${id}`, hasSchedule ? ['create', 'set_open_schedule'] : ['create'])
}

function ofCredential(store: Store, { id, revokedAt, endsAt }: CredentialRecord): string[] {
  const entity = `Credential #${id}`
  const ends = store.traces.auditOfEntity(entity, MOST).flatMap(({ after }) => {
    if (typeof after !== 'object' || after === null || !('ends_at' in after)) return []
    return [after.ends_at]
  })
  return [
    ...missing(store, entity, revokedAt === null ? ['create'] : ['create', 'revoke']),
    ...(ends.at(-1) === endsAt ? [] : [`the audit does not say who gave ${entity} its end`]),
  ]
}

/** One that nobody approved is the engine's own, and ends by itself. */
function ofPlan(store: Store, id: PlanId): string[] {
  const plan = store.plans.get(id)
  const isApproved = plan !== null && plan.approvedBy !== null
  const wasSent = isApproved && SENT.some((status) => status === plan.status)
  return missing(store, `Plan #${id}`, [
    ...(isApproved ? ['approve'] : []),
    ...(wasSent ? ['apply'] : []),
    ...(plan?.status === 'expired' ? ['expire'] : []),
  ])
}

function missing({ traces }: Store, entity: string, actions: readonly string[]): string[] {
  if (actions.length === 0) return []
  const rows = traces.auditOfEntity(entity, MOST)
  return actions
    .filter((action) => !rows.some((row) => row.action === action))
    .map((action) => `the audit has no '${action}' of ${entity}`)
}
