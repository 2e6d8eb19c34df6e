import type { DoorDetailView, OverviewView } from '../../../src-preload/contract/views/doors.ts'
import type { AlarmId, DeviceId, DoorGroupId, DoorId, PlanId, SiteId } from '../../domain/ids.ts'
import { countActions } from '../../domain/plan/doorHead.ts'
import { marksOnDoor } from '../../planning/decidedCodes.ts'
import { expectedNow, planFromLastReading } from '../../planning/planFromLastReading.ts'
import type { Store } from '../../ports/store.ts'
import { checkDoors } from '../../useCases/checkDoors.ts'
import { dismissAlarm, readDoorUse } from '../../useCases/doorUse.ts'
import { pauseDoor } from '../../useCases/holdSending.ts'
import { setOpenSchedule } from '../../useCases/openSchedule.ts'
import { provisionDoor } from '../../useCases/provisionDoor.ts'
import { RequestError } from '../../useCases/requestError.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'
import { doorAlarms } from '../present/doorAlarms.ts'
import { decidedCodes, doorCodes } from '../present/doorCodes.ts'
import { doorRow, doorRows } from '../present/doorRow.ts'
import { holdLookUp } from '../present/holdView.ts'
import { isScheduled } from '../present/jobRow.ts'
import { openScheduleView } from '../present/openScheduleView.ts'
import { overview } from '../present/overview.ts'
import { outcomeOfJob } from '../present/traceRow.ts'

const SHOWN_JOBS = 12

type Routes =
  | 'overview.get'
  | 'doors.list'
  | 'doors.get'
  | 'doors.provision'
  | 'doors.checkNow'
  | 'doors.readUse'
  | 'doors.dismissAlarm'
  | 'doors.pause'
  | 'doors.setOpenSchedule'

export function doorHandlers(profile: () => OpenProfile): Pick<Handlers, Routes> {
  return {
    'overview.get': (): OverviewView => overview(profile()),
    'doors.list': () => doorRows(profile().store, profile().clock.nowMs()),
    'doors.get': ({ doorId }) => doorDetail(profile(), doorId as DoorId),
    'doors.provision': (request, context) => {
      const actor = actorOf(context)
      const made = provisionDoor(profile().useCases, actor, {
        ...request,
        siteId: request.siteId as SiteId,
        deviceId: request.deviceId as DeviceId | null,
        doorGroupId: request.doorGroupId as DoorGroupId | null,
      })
      return { ...made, correlationId: actor.correlationId }
    },
    'doors.checkNow': ({ doorIds }, context) => {
      const actor = actorOf(context)
      const jobIds = checkDoors(profile().useCases, actor, doorIds as DoorId[])
      return { correlationId: actor.correlationId, jobIds }
    },
    'doors.readUse': ({ doorId }, context) => {
      const actor = actorOf(context)
      const jobId = readDoorUse(profile().useCases, actor, doorId as DoorId)
      return { correlationId: actor.correlationId, jobIds: [jobId] }
    },
    'doors.dismissAlarm': ({ alarmId, reason }, context) => {
      dismissAlarm(profile().useCases, actorOf(context), { alarmId: alarmId as AlarmId, reason })
      return null
    },
    'doors.setOpenSchedule': ({ doorId, openSchedule }, context) => {
      const actor = actorOf(context)
      const request = { doorId: doorId as DoorId, schedule: openSchedule }
      return { ...setOpenSchedule(profile().useCases, actor, request), correlationId: actor.correlationId }
    },
    'doors.pause': ({ doorId, until, reason }, context) => {
      const open = profile()
      pauseDoor(open.useCases, actorOf(context), { doorId: doorId as DoorId, until, reason })
      const record = open.store.doors.getListRecord(doorId as DoorId)
      if (!record) throw new RequestError('not_found')
      return doorRow(record, holdLookUp(open.store, open.clock.nowMs())(record.door, record.state))
    },
  }
}

function doorDetail(open: OpenProfile, doorId: DoorId): DoorDetailView {
  const { store } = open
  const record = store.doors.getListRecord(doorId)
  if (!record) throw new RequestError('not_found')
  const { door } = record
  const site = store.sites.get(door.siteId)
  const account = door.integrationCustomerId === null ? null : store.accounts.get(door.integrationCustomerId)
  const plan = planFromLastReading(open, open.vault, doorId)
  return {
    door: doorRow(record, holdLookUp(store, open.clock.nowMs())(door, record.state)),
    heldByHours: store.jobs
      .ofDoor(doorId, SHOWN_JOBS)
      .filter((job) => job.status === 'queued' && job.heldBy === 'hours')
      .map((job) => job.id),
    openSchedule: openScheduleView(store, door),
    description: door.description,
    accountName: account?.name ?? null,
    isUnverified: record.isDeviceUnverified,
    alarms: doorAlarms(store, doorId),
    mode: site?.mode ?? '',
    policy: site?.policy ?? '',
    codes:
      plan?.kind === 'planned'
        ? doorCodes(store, plan, marksOnDoor({ ...open, nowMs: open.clock.nowMs() }, door))
        : decidedCodes(store, doorId, expectedNow(open, door)),
    jobs: store.jobs.ofDoor(doorId, SHOWN_JOBS).map((job) => ({
      jobId: job.id,
      jobType: job.type,
      status: isScheduled(job, open.clock.nowMs()) ? 'scheduled' : job.status,
      createdAt: job.createdAt,
      dueAt: job.status === 'queued' ? job.nextRunAt : null,
      correlationId: job.correlationId,
      outcome: outcomeOfJob(store, job),
    })),
    awaitingPlanId: awaitingPlanOf(store, doorId),
  }
}

/** A plan of many doors awaits nothing here where it has nothing to do for this one. */
function awaitingPlanOf(store: Store, doorId: DoorId): PlanId | null {
  const plan = store.plans.openPlanOfDoor(doorId)
  if (plan === null) return null
  const head = store.plans.doorHeads(plan.id).find((door) => door.doorId === doorId)?.head
  return head !== undefined && countActions(head) > 0 ? plan.id : null
}
