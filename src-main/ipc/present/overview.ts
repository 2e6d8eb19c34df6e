import type { OverviewView } from '../../../src-preload/contract/views/doors.ts'
import { toIso } from '../../domain/instant.ts'
import { isApprovalAlive } from '../../planning/approvalLife.ts'
import { awaitsSecondOperator } from '../../planning/secondOperator.ts'
import type { DoorListRecord } from '../../ports/stores/doorStore.ts'
import type { OpenProfile } from '../openProfile.ts'
import { codesOnDoors } from './codeOnDoor.ts'
import { batteryAlarms, gatewayAlarms, lockClockAlarms, pcClockAlarms } from './deviceAlarms.ts'
import { doorAlarms } from './doorAlarms.ts'
import { doorRows } from './doorRow.ts'
import { otherInstallations } from './otherInstallations.ts'
import { planRow } from './planView.ts'
import { storeAlarms } from './storeAlarms.ts'
import { waitAlarms } from './waitAlarms.ts'
import { zoneOfScope } from './zoneOfScope.ts'

const ONE_DAY_MS = 24 * 3_600_000

/** Is everything in step, and if not, why not: the first thing a site manager looks at. */
export function overview(open: OpenProfile): OverviewView {
  const { store } = open
  const records = store.doors.list()
  const rows = doorRows(store, open.clock.nowMs(), records)
  const isExceptional = (state: string) => state !== 'in_step' && state !== 'checking'
  const lastCheckedAt =
    rows
      .flatMap((row) => row.lastReadAt ?? [])
      .sort()
      .at(-1) ?? null
  return {
    total: rows.length,
    inStep: rows.filter(
      (row) => row.differences === 0 && row.lastReadAt !== null && row.state !== 'unreadable',
    ).length,
    outOfStep: rows.filter((row) => row.state === 'out_of_step').length,
    unreadable: rows.filter((row) => row.state === 'unreadable').length,
    waiting: rows.filter((row) => row.state === 'waiting' || row.state === 'unchecked').length,
    lastCheckedAt,
    exceptions: rows.filter((row) => isExceptional(row.state)),
    alarms: listAlarms(open, records),
    awaitingApproval: awaitingDecision(open),
    startingWithoutProof: startingWithoutProof(open, records),
  }
}

/** What concerns everything first, what can wait till somebody goes round last. */
function listAlarms(open: OpenProfile, doors: readonly DoorListRecord[]): OverviewView['alarms'] {
  return [
    ...storeAlarms(open),
    ...pcClockAlarms(open),
    ...doorAlarms(open.store),
    ...otherInstallations(doors),
    ...gatewayAlarms(open),
    ...waitAlarms(open),
    ...lockClockAlarms(doors),
    ...batteryAlarms(doors),
  ]
}

/** Plans that wait for an approval or for a second manager, and applies that ask how to go on. */
function awaitingDecision({ store, clock }: OpenProfile): OverviewView['awaitingApproval'] {
  const nowMs = clock.nowMs()
  const zoneOf = zoneOfScope(store)
  return store.plans.undecided().flatMap((plan) => {
    const isAsking = plan.status === 'applying' && plan.dialog.questions.length > 0
    const isWaiting =
      plan.status === 'previewed' &&
      plan.jobId !== null &&
      store.jobs.get(plan.jobId)?.status === 'awaiting_approval'
    const needsSecond =
      plan.status === 'approved' && isApprovalAlive(plan, nowMs) && awaitsSecondOperator(store, plan)
    if (!isAsking && !isWaiting && !needsSecond) return []
    const { id, title, createdAt, adds, changes, deletes } = planRow(plan, zoneOf)
    return [{ planId: id, title, createdAt, lines: adds + changes + deletes, isAsking, needsSecond }]
  })
}

function startingWithoutProof(
  open: OpenProfile,
  records: readonly DoorListRecord[],
): OverviewView['startingWithoutProof'] {
  const nowMs = open.clock.nowMs()
  const doors = new Map(records.map((record) => [record.door.id, record]))
  const doorsOf = codesOnDoors({ ...open, nowMs }, (id) => doors.get(id) ?? null)
  return open.store.people
    .startingBetween(toIso(nowMs), toIso(nowMs + ONE_DAY_MS))
    .flatMap(({ person, credential, startsAt }) =>
      doorsOf(credential)
        .filter(({ standing }) => standing === 'not_proven')
        .map(({ doorId, doorName, timezone, evidence }) => ({
          ...{ doorId, doorName, timezone, evidence, startsAt },
          personId: person.id,
          personName: person.name,
        })),
    )
}
