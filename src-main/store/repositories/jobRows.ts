import { getTableColumns } from 'drizzle-orm'
import { reconcileJobTable } from '../../../db/schema/reconcileJob.ts'
import type { JobPriority } from '../../domain/job/job.ts'
import type { JobRecord } from '../../ports/stores/jobStore.ts'
import { asId, asIdOrNull, asTextId } from '../columns.ts'

export type JobRow = typeof reconcileJobTable.$inferSelect

const { resultJson: _result, ...listed } = getTableColumns(reconcileJobTable)
/** What a list shows: not the job's result, which may be long. */
export const LISTED_OF_JOB = listed

export function toJob(row: Omit<JobRow, 'resultJson'>): JobRecord {
  return {
    id: asId(row.reconcileJobId),
    type: row.jobType,
    status: row.status,
    reason: row.reason,
    correlationId: asTextId(row.correlationId),
    debugSessionId: row.debugSessionId,
    userId: asId(row.userId),
    target: row.target,
    doorId: asIdOrNull(row.doorId),
    accountId: asIdOrNull(row.integrationCustomerId),
    planId: asIdOrNull(row.enforcePlanId),
    // The table's check allows these three alone.
    priority: row.priority as JobPriority,
    attemptCount: row.attemptCount,
    nextRunAt: row.nextRunAt,
    lastError: row.lastError,
    waitReason: row.waitReason,
    waitingSince: row.waitingSince,
    heldBy: row.heldBy,
    heldUntil: row.heldUntil,
    ignoresHours: row.ignoresHours,
    leaseToken: row.leaseToken,
    leaseExpiresAt: row.leaseExpiresAt,
    cancelRequestedAt: row.cancelRequestedAt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    finishedAt: row.finishedAt,
  }
}
