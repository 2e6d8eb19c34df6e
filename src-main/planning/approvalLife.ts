import { toIso } from '../domain/instant.ts'
import type { PlanRecord } from '../ports/stores/planStore.ts'

/** Whether what was approved may still be applied. */
export function isApprovalAlive(
  { approvalExpiresAt }: Pick<PlanRecord, 'approvalExpiresAt'>,
  nowMs: number,
): boolean {
  return approvalExpiresAt === null || approvalExpiresAt > toIso(nowMs)
}
