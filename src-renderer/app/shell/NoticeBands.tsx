import { ActionIcon } from '@mantine/core'
import { IconAlertTriangle, IconX } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { StartNotice } from '../../../src-preload/contract/views/session.ts'
import { sessionKeys } from '../../api/session.ts'
import { ask } from '../../lib/ipcClient.ts'
import { formatMomentHere } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './shell.module.css'

const words = texts.shell

/** What must be told once after a start, until somebody takes note. */
export function NoticeBands({ notices }: { readonly notices: readonly StartNotice[] }): ReactElement {
  const queryClient = useQueryClient()
  const dismiss = useMutation({
    mutationFn: (code: StartNotice['code']) => ask(window.lockstep.session.dismissNotice({ code })),
    onSuccess: (session) => queryClient.setQueryData(sessionKeys.state, session),
  })
  return (
    <>
      {notices.map((notice) => (
        <section key={notice.code} className={classes.notice} role="status">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden="true" />
          <span>{words.notices[notice.code](inWords(notice.facts))}</span>
          <span className={classes.statusSpace} />
          <ActionIcon
            size={24}
            aria-label={words.dismiss}
            disabled={dismiss.isPending}
            onClick={() => dismiss.mutate(notice.code)}
          >
            <IconX size={16} stroke={1.75} />
          </ActionIcon>
        </section>
      ))}
    </>
  )
}

/** A moment in a sentence is one on this PC's clock. */
function inWords(facts: StartNotice['facts']): StartNotice['facts'] {
  const { madeAt } = facts
  if (madeAt === undefined) return facts
  return { ...facts, madeAt: formatMomentHere(madeAt) }
}
