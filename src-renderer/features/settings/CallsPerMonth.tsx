import { Button, NumberInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { AccountView } from '../../../src-preload/contract/views/accounts.ts'
import { accountKeys } from '../../api/accounts.ts'
import { sessionKeys, statusQuery } from '../../api/session.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors, useFocusOnFaults } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.accounts

/** What is used of the month's calls of the account's application. */
export function CallsUse({ account }: { readonly account: AccountView }): ReactElement {
  const status = useQuery(statusQuery)
  const quota = status.data?.quotas.find(({ accounts }) => accounts.some(({ id }) => id === account.id))
  const { callsPerMonth, sharesCallsWith } = account
  return (
    <p className="muted">
      {quota === undefined ? words.callsPerMonth(callsPerMonth) : words.callsUsed(quota, callsPerMonth)}
      {sharesCallsWith.length > 0 && <> · {words.callsShared(sharesCallsWith)}</>}
    </p>
  )
}

interface ChangeCallsProps {
  readonly account: AccountView
  readonly onDone: () => void
}

/** How many TTLock grants: only a person can read that. */
export function ChangeCalls({ account, onDone }: ChangeCallsProps): ReactElement {
  const queryClient = useQueryClient()
  const [calls, setCalls] = useState<number | string>(account.callsPerMonth)
  const change = useMutation({
    mutationFn: () =>
      ask(window.lockstep.accounts.setCallsPerMonth({ accountId: account.id, calls: Number(calls) })),
    onSuccess: (accounts) => {
      queryClient.setQueryData(accountKeys.all, accounts)
      notifications.show({ message: words.callsSaved(Number(calls)) })
      onDone()
      return queryClient.invalidateQueries({ queryKey: sessionKeys.status })
    },
  })
  const form = useFocusOnFaults(change.error)
  const { sharesCallsWith } = account
  return (
    <form
      ref={form}
      aria-label={words.callsOf(account.name)}
      className={classes.callsForm}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        change.mutate()
      }}
    >
      <NumberInput
        label={words.calls}
        description={[
          words.callsHint,
          ...(sharesCallsWith.length > 0 ? [words.callsSharedHint(sharesCallsWith)] : []),
        ].join(' ')}
        styles={{ wrapper: { maxWidth: 280 } }}
        thousandSeparator=","
        allowDecimal={false}
        allowNegative={false}
        hideControls
        autoFocus
        value={calls}
        error={readFieldErrors(change.error).calls}
        onChange={setCalls}
      />
      {change.error !== null && !isOnlyFieldErrors(change.error) && <ErrorLine error={change.error} />}
      <div className={classes.entryActions}>
        <Button type="submit" variant="filled" loading={change.isPending}>
          {words.saveCalls}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {texts.common.cancel}
        </Button>
      </div>
    </form>
  )
}
