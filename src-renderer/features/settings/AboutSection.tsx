import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { aboutQuery } from '../../api/system.ts'
import { copyText } from '../../components/copyText.ts'
import { FactColumn } from '../../components/FactList.tsx'
import { ErrorState } from '../../components/Feedback.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { Wordmark } from '../../components/Wordmark.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'
import { Updates } from './Updates.tsx'

const words = texts.settings.about

export function AboutSection(): ReactElement {
  const about = useQuery(aboutQuery)
  if (about.isPending) return <BlockSkeleton lines={3} />
  if (about.isError) {
    return <ErrorState error={about.error} what={words.failed} onRetry={() => void about.refetch()} />
  }
  const facts = [
    { name: words.version, value: about.data.appVersion },
    { name: words.electron, value: about.data.electronVersion },
    { name: words.sqlite, value: about.data.sqliteVersion },
  ]
  return (
    <>
      <div className={classes.brand}>
        <Wordmark />
      </div>
      <p className={classes.lead}>{words.lead}</p>
      <FactColumn facts={facts} />
      <div className={classes.actions}>
        <Button
          onClick={() =>
            void copyText(facts.map((fact) => `${fact.name} ${fact.value}`).join('\n'), words.versions)
          }
        >
          {words.copy}
        </Button>
      </div>
      <Updates />
    </>
  )
}
