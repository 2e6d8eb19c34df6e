import { Button } from '@mantine/core'
import { IconKey, IconLogout } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { lazy, type ReactElement, Suspense, useState } from 'react'
import type {
  CredentialView,
  NewCodeReply,
  PersonDetailView,
} from '../../../src-preload/contract/views/people.ts'
import { personQuery } from '../../api/people.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { EmptyState, ErrorState } from '../../components/Feedback.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { BlockSkeleton, LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { CheckOutDialog, RevokeDialog } from './ConfirmDialogs.tsx'
import { CredentialSection } from './CredentialSection.tsx'
import { NewCodeCard } from './NewCodeCard.tsx'
import classes from './people.module.css'
import { RevealDialog } from './RevealDialog.tsx'

// The date fields come with these two alone.
const GiveCodeDrawer = lazy(async () => ({
  default: (await import('./GiveCodeDrawer.tsx')).GiveCodeDrawer,
}))
const ExtendDialog = lazy(async () => ({ default: (await import('./ExtendDialog.tsx')).ExtendDialog }))

const route = getRouteApi('/shell/people/$personId')
const words = texts.people.detail

export function PersonPage(): ReactElement {
  const personId = Number(route.useParams().personId)
  const router = useRouter()
  const person = useQuery(personQuery(personId))
  const back = { label: words.back, onBack: () => router.history.push(hrefOfSection('/people')) }
  if (person.isPending || person.isError) {
    return (
      <>
        <PageHeader title={words.screen} screen={words.screen} back={back} />
        {person.isError ? (
          <ErrorState error={person.error} what={words.failed} onRetry={() => void person.refetch()} />
        ) : (
          <>
            <BlockSkeleton lines={2} />
            <LedgerSkeleton columns={4} rows={4} />
          </>
        )}
      </>
    )
  }
  return <PersonDetail detail={person.data} back={back} />
}

type Doing =
  | { readonly kind: 'give' | 'checkOut' }
  | { readonly kind: 'extend' | 'revoke' | 'reveal'; readonly credential: CredentialView }

interface PersonDetailProps {
  readonly detail: PersonDetailView
  readonly back: { readonly label: string; readonly onBack: () => void }
}

function PersonDetail({ detail, back }: PersonDetailProps): ReactElement {
  const { code: sought } = route.useSearch()
  const [doing, setDoing] = useState<Doing | null>(null)
  const [newCode, setNewCode] = useState<NewCodeReply | null>(null)
  const canChange = useHasRole('manager')
  const { person, credentials } = detail
  const active = credentials.filter((credential) => credential.isActive)
  const earlier = credentials.filter((credential) => !credential.isActive)
  const close = (): void => setDoing(null)
  const give = canChange && (
    <Button
      variant="filled"
      leftSection={<IconKey size={16} stroke={1.75} />}
      onClick={() => setDoing({ kind: 'give' })}
    >
      {words.give}
    </Button>
  )
  return (
    <div className={classes.page}>
      <PageHeader
        title={person.name}
        screen={words.screen}
        back={back}
        sub={person.note ?? undefined}
        mark={person.isBlocked && <span className={classes.blocked}>{texts.people.blocked}</span>}
        actions={
          active.length > 0 &&
          canChange && (
            <>
              <Button
                color="red"
                leftSection={<IconLogout size={16} stroke={1.75} />}
                onClick={() => setDoing({ kind: 'checkOut' })}
              >
                {words.checkOut}
              </Button>
              {give}
            </>
          )
        }
      />
      {active.length === 0 && (
        <EmptyState title={earlier.length === 0 ? words.codesEmptyTitle : words.noActiveCode} action={give}>
          {words.codesEmptyText}
        </EmptyState>
      )}
      {active.map((credential) => (
        <CredentialSection
          key={credential.id}
          credential={credential}
          isSought={credential.id === sought}
          onDo={canChange ? (kind) => setDoing({ kind, credential }) : null}
        />
      ))}
      {earlier.length > 0 && (
        <details
          className={classes.earlier}
          // Anew for each code that is sought, since it opens for that alone.
          key={sought}
          open={earlier.some((credential) => credential.id === sought)}
        >
          <summary>
            {words.earlier} ({earlier.length})
          </summary>
          {earlier.map((credential) => (
            <CredentialSection
              key={credential.id}
              credential={credential}
              isSought={credential.id === sought}
              onDo={null}
            />
          ))}
        </details>
      )}
      <Suspense fallback={null}>
        {doing?.kind === 'give' && (
          <GiveCodeDrawer
            person={person}
            onClose={close}
            onGiven={(reply) => {
              close()
              setNewCode(reply)
            }}
          />
        )}
        {doing?.kind === 'extend' && <ExtendDialog credential={doing.credential} onClose={close} />}
      </Suspense>
      {doing?.kind === 'revoke' && <RevokeDialog credential={doing.credential} onClose={close} />}
      {doing?.kind === 'reveal' && <RevealDialog credential={doing.credential} onClose={close} />}
      {doing?.kind === 'checkOut' && <CheckOutDialog person={person} codes={active.length} onClose={close} />}
      {newCode !== null && (
        <NewCodeCard
          reply={newCode}
          person={person}
          credential={credentials.find((credential) => credential.id === newCode.credentialId) ?? null}
          onClose={() => setNewCode(null)}
        />
      )}
    </div>
  )
}
