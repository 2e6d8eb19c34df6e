import { z } from 'zod'
import { nothing } from '../fields.ts'
import { type Role, route } from '../route.ts'
import type { AuditVerdictView, BackupsView, BackupView, RestorePreview } from '../views/data.ts'

const MANAGER: readonly Role[] = ['manager']
const access = { who: MANAGER, windows: ['main'] } as const

export const dataRoutes = {
  'data.backups': route<BackupsView>()({ request: nothing, access }),
  /** Makes one and proves it by opening it. */
  'data.backUp': route<BackupView>()({ request: nothing, access }),
  'data.previewRestore': route<RestorePreview>()({
    request: z.strictObject({ name: z.string('invalid').max(100, 'too_long') }),
    access,
  }),
  /** `noted` is a hash from the end of the audit that somebody kept elsewhere. */
  'data.verifyAudit': route<AuditVerdictView>()({
    request: z.strictObject({
      noted: z
        .string('invalid')
        .trim()
        .regex(/^[0-9a-f]{64}$/i, 'invalid')
        .nullable(),
    }),
    access,
  }),
}
