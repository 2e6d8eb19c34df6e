import { IANAZone } from 'luxon'
import type { FieldError } from '../../src-preload/contract/errors.ts'
import type { DoorGroupId, SiteId } from '../domain/ids.ts'
import { DEFAULT_GRACE_WINDOW_SECONDS, DEFAULT_LEAD_TIME_SECONDS } from '../domain/plan/doorPlanInput.ts'
import { USUAL_SITE_RULES } from '../domain/plan/siteRules.ts'
import type { SiteEnforcement, SiteRecord } from '../ports/stores/siteStore.ts'
import { audit } from './audit.ts'
import { enqueueEnforce } from './enqueueJob.ts'
import { hideTypedInName } from './hideTyped.ts'
import { releaseHeld } from './releaseJob.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** A new site asks before it sends anything: `strict` with `approve`. */
const NEW_SITE: SiteEnforcement = {
  mode: 'strict',
  policy: 'approve',
  graceWindowSeconds: DEFAULT_GRACE_WINDOW_SECONDS,
  leadTimeSeconds: DEFAULT_LEAD_TIME_SECONDS,
  allowFirstRunUnattended: false,
  allowEmptyExpectedUnattended: false,
  ...USUAL_SITE_RULES,
}

export function createSite(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly name: string; readonly timezone: string },
): SiteId {
  const { store } = context
  return store.write(() => {
    if (!IANAZone.isValidZone(request.timezone)) {
      throw new RequestError('validation_failed', { fields: [{ path: 'timezone', code: 'zone_unknown' }] })
    }
    const name = hideTypedInName(store, request.name)
    if (store.sites.isNameTaken(name)) {
      throw new RequestError('validation_failed', { fields: [{ path: 'name', code: 'duplicate_name' }] })
    }
    const id = store.sites.insert({ name, timezone: request.timezone, ...NEW_SITE })
    audit(context, actor, {
      entity: 'Site',
      id,
      action: 'create',
      before: null,
      after: { name, timezone: request.timezone, ...enforcementRecord(NEW_SITE) },
    })
    return id
  })
}

export function createDoorGroup(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly siteId: SiteId; readonly name: string },
): DoorGroupId {
  const { store } = context
  return store.write(() => {
    if (!store.sites.get(request.siteId)) {
      throw new RequestError('validation_failed', { fields: [{ path: 'siteId', code: 'unknown_site' }] })
    }
    const name = hideTypedInName(store, request.name)
    if (store.sites.isGroupNameTaken(request.siteId, name)) {
      throw new RequestError('validation_failed', { fields: [{ path: 'name', code: 'duplicate_name' }] })
    }
    const id = store.sites.insertGroup({ siteId: request.siteId, name })
    audit(context, actor, {
      entity: 'Door group',
      id,
      action: 'create',
      before: null,
      after: { site_id: request.siteId, name },
    })
    return id
  })
}

/** Changes how a site's doors are enforced; each door is planned again under the new rules. */
export function updateEnforcement(
  context: UseCaseContext,
  actor: Actor,
  request: { readonly siteId: SiteId } & SiteEnforcement,
): void {
  const { store } = context
  const { siteId, ...enforcement } = request
  store.write(() => {
    const before = store.sites.get(siteId)
    if (!before) throw new RequestError('not_found')
    refuseImpossible(enforcement)
    store.sites.updateEnforcement(siteId, enforcement)
    audit(context, actor, {
      entity: 'Site',
      id: siteId,
      action: 'update_enforcement',
      before: enforcementRecord(before),
      after: enforcementRecord(enforcement),
    })
    const doorIds = store.doors.idsInSite(siteId)
    for (const doorId of doorIds) {
      const door = store.doors.get(doorId)
      if (door) enqueueEnforce(context, actor, door, { what: 'enforcement changed', source: 'site route' })
    }
    releaseHeld(context, doorIds)
  })
  context.wake.wake()
}

/** Hours under which nothing could ever be sent. */
function refuseImpossible({ hours }: SiteEnforcement): void {
  const fields: FieldError[] = []
  for (const [index, range] of (hours ?? []).entries()) {
    const path = `hours.${index}`
    if (range.days.length === 0) fields.push({ path: `${path}.days`, code: 'choose_days' })
    if (range.fromMinute === range.toMinute) fields.push({ path: `${path}.toMinute`, code: 'hours_same' })
  }
  if (hours !== null && hours.length === 0) fields.push({ path: 'hours', code: 'choose_days' })
  if (fields.length > 0) throw new RequestError('validation_failed', { fields })
}

function enforcementRecord(site: SiteEnforcement | SiteRecord): Readonly<Record<string, unknown>> {
  return {
    mode: site.mode,
    policy: site.policy,
    grace_window_seconds: site.graceWindowSeconds,
    lead_time_seconds: site.leadTimeSeconds,
    allow_first_run_unattended: site.allowFirstRunUnattended,
    allow_empty_expected_unattended: site.allowEmptyExpectedUnattended,
    limits: site.limits,
    hours: site.hours,
    needs_second_operator: site.needsSecondOperator,
  }
}
