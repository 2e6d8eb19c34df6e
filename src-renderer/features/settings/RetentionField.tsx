import { Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { sessionQuery } from '../../api/session.ts'
import { retentionKey, retentionQuery } from '../../api/traces.ts'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.retention

/** How long logs are kept. Only a manager may change it. */
export function RetentionField(): ReactElement | null {
  const queryClient = useQueryClient()
  const retention = useQuery(retentionQuery)
  const session = useQuery(sessionQuery)
  const change = useMutation({
    mutationFn: (logDays: number) => ask(window.lockstep.traces.setRetention({ logDays })),
    onSuccess: (next) => {
      queryClient.setQueryData(retentionKey, next)
      notifications.show({ message: words.saved(words.days(next.logDays)) })
    },
  })
  if (retention.isLoadingError)
    return <ErrorState error={retention.error} what={words.failed} onRetry={() => void retention.refetch()} />
  if (retention.data === undefined) return null
  return (
    <section className={classes.freeze} aria-labelledby="retention-heading">
      <h3 id="retention-heading">{words.heading}</h3>
      <Select
        label={words.logs}
        description={words.hint}
        w={280}
        disabled={session.data?.operator?.role !== 'manager' || change.isPending}
        value={String(retention.data.logDays)}
        data={retention.data.choices.map((days) => ({ value: String(days), label: words.days(days) }))}
        onChange={(next) => {
          if (next !== null) change.mutate(Number(next))
        }}
      />
      <ErrorLine error={change.error} />
    </section>
  )
}
