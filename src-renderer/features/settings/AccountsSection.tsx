import { Button, PasswordInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { AccountView } from '../../../src-preload/contract/views/accounts.ts'
import { accountKeys, accountsQuery } from '../../api/accounts.ts'
import { sessionKeys, sessionQuery } from '../../api/session.ts'
import { ConnectionSteps } from '../../components/ConnectionSteps.tsx'
import { Ago } from '../../components/DateTime.tsx'
import { EmptyState, ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { StateMark } from '../../components/ui/StateMark.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { CallsUse, ChangeCalls } from './CallsPerMonth.tsx'
import classes from './settings.module.css'

const words = texts.settings.accounts

export function AccountsSection(): ReactElement {
  const router = useRouter()
  const accounts = useQuery(accountsQuery)
  const session = useQuery(sessionQuery)
  // While the locks are simulated the banner leads to the real profile; here it would join the two.
  const connect = session.data?.profile === 'real' && (
    <Button
      leftSection={<IconPlus size={16} stroke={1.75} />}
      variant={accounts.data?.length === 0 ? 'filled' : 'default'}
      onClick={() => router.history.push('/connect')}
    >
      {words.connect}
    </Button>
  )
  if (accounts.isPending) return <BlockSkeleton lines={5} />
  if (accounts.isError) {
    return <ErrorState error={accounts.error} what={words.failed} onRetry={() => void accounts.refetch()} />
  }
  if (accounts.data.length === 0) {
    return (
      <EmptyState title={words.emptyTitle} action={connect}>
        {words.emptyText}
      </EmptyState>
    )
  }
  return (
    <>
      <p className={classes.lead}>{words.lead}</p>
      <ul className={classes.entries}>
        {accounts.data.map((account) => (
          <Account
            key={account.id}
            account={account}
            canManage={session.data?.operator?.role === 'manager'}
          />
        ))}
      </ul>
      {connect}
    </>
  )
}

interface AccountProps {
  readonly account: AccountView
  readonly canManage: boolean
}

function Account({ account, canManage }: AccountProps): ReactElement {
  const queryClient = useQueryClient()
  const [isSigningIn, setSigningIn] = useState(false)
  const [isChangingCalls, setChangingCalls] = useState(false)
  const test = useMutation({
    mutationFn: () => ask(window.lockstep.accounts.testStored({ accountId: account.id })),
    // It asked TTLock how many calls are used.
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionKeys.status }),
  })
  const sync = useMutation({
    mutationFn: () => ask(window.lockstep.accounts.sync({ accountId: account.id })),
    onSuccess: () => notifications.show({ message: words.syncQueued }),
  })
  return (
    <li className={classes.entry}>
      <div className={classes.entryHead}>
        <h3>{account.name}</h3>
        {account.isSignedIn && account.problem === null ? (
          <StateMark glyph="check" tone="good" word={words.signedIn} />
        ) : (
          <StateMark glyph="cross" tone="bad" word={problemWord(account)} />
        )}
      </div>
      <p className="muted">
        {account.username !== account.name && <>{account.username} · </>}
        {texts.providers.regions[account.region]} · <span className="mono">{account.baseUrl}</span>
      </p>
      <p className="muted">
        {words.locks(account.deviceCount)} ·{' '}
        {account.lastSyncedAt === null ? (
          words.neverSynced
        ) : (
          <>
            {words.synced} <Ago iso={account.lastSyncedAt} zone={readLocalZone()} />
          </>
        )}
      </p>
      {account.problem !== null && <p className={classes.problem}>{problemSentence(account.problem)}</p>}
      <CallsUse account={account} />
      <div className={classes.entryActions}>
        <Button size="compact-sm" loading={test.isPending} onClick={() => test.mutate()}>
          {words.test}
        </Button>
        <Button size="compact-sm" loading={sync.isPending} onClick={() => sync.mutate()}>
          {words.sync}
        </Button>
        {needsSignIn(account) && (
          <Button size="compact-sm" onClick={() => setSigningIn(true)}>
            {words.signInAgain}
          </Button>
        )}
        {canManage && (
          <Button size="compact-sm" onClick={() => setChangingCalls(true)}>
            {words.changeCalls}
          </Button>
        )}
        {account.problem === 'region' && <SwitchRegion account={account} />}
      </div>
      <ErrorLine error={test.error ?? sync.error} />
      <ConnectionSteps steps={test.data ?? null} isTesting={test.isPending} />
      {isChangingCalls && <ChangeCalls account={account} onDone={() => setChangingCalls(false)} />}
      {isSigningIn && <SignInAgain account={account} onDone={() => setSigningIn(false)} />}
    </li>
  )
}

/** A wrong region, clock or used-up calls are not mended by a password. */
function needsSignIn(account: AccountView): boolean {
  return account.problem === 'not_signed_in' || (account.problem === null && !account.isSignedIn)
}

function problemWord(account: AccountView): string {
  const problemWords: Readonly<Record<string, string>> = words.problemWords
  return problemWords[account.problem ?? 'not_signed_in'] ?? words.problem
}

function problemSentence(problem: string): string {
  const sentences: Readonly<Record<string, string>> = words.problems
  return sentences[problem] ?? problem.replaceAll('_', ' ')
}

function SwitchRegion({ account }: { readonly account: AccountView }): ReactElement {
  const queryClient = useQueryClient()
  const other = account.region === 'china' ? 'global' : 'china'
  const change = useMutation({
    mutationFn: () => ask(window.lockstep.accounts.switchRegion({ accountId: account.id, region: other })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: accountKeys.all }),
  })
  return (
    <>
      <Button size="compact-sm" loading={change.isPending} onClick={() => change.mutate()}>
        {words.switchTo(texts.providers.regions[other])}
      </Button>
      <ErrorLine error={change.error} />
    </>
  )
}

interface SignInAgainProps {
  readonly account: AccountView
  readonly onDone: () => void
}

function SignInAgain({ account, onDone }: SignInAgainProps): ReactElement {
  const queryClient = useQueryClient()
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => ask(window.lockstep.accounts.signInAgain({ accountId: account.id, password })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: accountKeys.all })
      onDone()
    },
  })
  return (
    <form
      className={classes.inlineForm}
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate()
      }}
    >
      <PasswordInput
        label={words.password}
        w={280}
        value={password}
        autoFocus
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" variant="filled" loading={signIn.isPending} disabled={password === ''}>
        {words.signIn}
      </Button>
      <Button variant="subtle" onClick={onDone}>
        {texts.common.cancel}
      </Button>
      <ErrorLine error={signIn.error} />
    </form>
  )
}
