import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { enterSession, sessionQuery } from '../../api/session.ts'
import { aboutQuery } from '../../api/system.ts'
import { copyText } from '../../components/copyText.ts'
import { FactColumn } from '../../components/FactList.tsx'
import { ErrorLine, ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import { AuditCheck } from './AuditCheck.tsx'
import { Backups } from './Backups.tsx'
import { RetentionField } from './RetentionField.tsx'
import classes from './settings.module.css'

const words = texts.settings.data

export function DataSection(): ReactElement {
  const about = useQuery(aboutQuery)
  const show = useMutation({ mutationFn: () => ask(window.lockstep.system.showDataFolder({})) })
  if (about.isPending) return <BlockSkeleton lines={3} />
  if (about.isError) {
    return (
      <ErrorState
        error={about.error}
        what={texts.settings.about.failed}
        onRetry={() => void about.refetch()}
      />
    )
  }
  const { dataFolder, keyring } = about.data
  return (
    <>
      <p className={classes.lead}>{words.lead}</p>
      <FactColumn
        facts={[
          { name: words.folder, value: <span className="mono">{dataFolder}</span> },
          { name: words.keyring, value: keyring === 'none' ? words.noKeyring : keyring },
        ]}
      />
      <div className={classes.actions}>
        <Button loading={show.isPending} onClick={() => show.mutate()}>
          {words.show}
        </Button>
        <Button onClick={() => void copyText(dataFolder, words.path)}>{words.copy}</Button>
      </div>
      <ErrorLine error={show.error} />
      <Backups />
      <AuditCheck />
      <RetentionField />
      <ProfileSwitch />
    </>
  )
}

function ProfileSwitch(): ReactElement | null {
  const queryClient = useQueryClient()
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const open = useMutation({
    mutationFn: (profile: 'real' | 'simulated') => ask(window.lockstep.session.openProfile({ profile })),
    onSuccess: (next) => {
      router.history.push('/')
      enterSession(queryClient, next)
    },
  })
  if (session.data === undefined) return null
  const other = session.data.profile === 'real' ? 'simulated' : 'real'
  return (
    <section className={classes.freeze} aria-labelledby="profile-heading">
      <h3 id="profile-heading">
        {words.profile}: {words.profiles[session.data.profile]}
      </h3>
      <p className="muted">{words.profileHint}</p>
      <div className={classes.actions}>
        <Button loading={open.isPending} onClick={() => open.mutate(other)}>
          {other === 'simulated' ? words.toSimulated : words.toReal}
        </Button>
      </div>
      <ErrorLine error={open.error} />
    </section>
  )
}
