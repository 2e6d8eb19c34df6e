import { Button, Select } from '@mantine/core'
import { IconSnowflake } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { SiteView } from '../../../src-preload/contract/views/sites.ts'
import { siteKeys } from '../../api/sites.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { ErrorLine } from '../../components/Feedback.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.settings.enforcement
const HOUR_MS = 3_600_000

interface FreezeControlProps {
  readonly site: SiteView
  readonly canChange: boolean
}

/** The brake: nothing is sent to the site's locks until it ends or a person lifts it. */
export function FreezeControl({ site, canChange }: FreezeControlProps): ReactElement {
  const queryClient = useQueryClient()
  const [hours, setHours] = useState('24')
  const freeze = useMutation({
    mutationFn: (until: string | null) => ask(window.lockstep.sites.freeze({ siteId: site.id, until })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: siteKeys.all }),
  })
  return (
    <section className={classes.freeze} aria-labelledby="freeze-heading">
      <h3 id="freeze-heading">{words.freeze}</h3>
      <p className="muted">{words.freezeHint}</p>
      {site.frozenUntil === null ? (
        <div className={classes.inlineForm}>
          <Select
            label={words.freezeFor}
            w={160}
            value={hours}
            disabled={!canChange}
            data={Object.entries(words.freezeHours).map(([value, label]) => ({ value, label }))}
            onChange={(next) => setHours(next ?? '24')}
          />
          <Button
            leftSection={<IconSnowflake size={16} stroke={1.75} />}
            loading={freeze.isPending}
            disabled={!canChange}
            onClick={() => freeze.mutate(new Date(Date.now() + Number(hours) * HOUR_MS).toISOString())}
          >
            {words.freezeDo(site.name)}
          </Button>
        </div>
      ) : (
        <div className={classes.frozen}>
          <p>
            <strong>
              {words.frozen} <DateTime iso={site.frozenUntil} zone={site.timezone} />
            </strong>{' '}
            {site.frozenBy !== null && words.frozenBy(site.frozenBy)}
          </p>
          <Button loading={freeze.isPending} disabled={!canChange} onClick={() => freeze.mutate(null)}>
            {words.lift}
          </Button>
        </div>
      )}
      <ErrorLine error={freeze.error} />
    </section>
  )
}
