import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const backupsKey = ['backups'] as const

export const backupsQuery = queryOptions({
  queryKey: backupsKey,
  queryFn: () => ask(window.lockstep.data.backups({})),
})

/** Opens the backup each time: what was whole yesterday may not be today. */
export function restorePreviewQuery(name: string) {
  return queryOptions({
    queryKey: [...backupsKey, 'preview', name],
    queryFn: () => ask(window.lockstep.data.previewRestore({ name })),
    gcTime: 0,
  })
}
