import { Button, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { AuditVerdictView } from '../../../src-preload/contract/views/data.ts'
import { sessionQuery } from '../../api/session.ts'
import { copyText } from '../../components/copyText.ts'
import { FactColumn } from '../../components/FactList.tsx'
import { ErrorLine } from '../../components/Feedback.tsx'
import { UnderWay } from '../../components/UnderWay.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './settings.module.css'

const words = texts.backups.audit
const MARK = /^[0-9a-f]{64}$/i

/** Walks the whole audit on request, and tells whether it still holds a mark that somebody noted. */
export function AuditCheck(): ReactElement | null {
  const session = useQuery(sessionQuery)
  const [noted, setNoted] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const verify = useMutation({
    mutationFn: (mark: string | null) => ask(window.lockstep.data.verifyAudit({ noted: mark })),
  })
  if (session.data?.operator?.role !== 'manager') return null
  const mark = noted.trim()
  return (
    <section className={classes.freeze} aria-labelledby="audit-heading">
      <h3 id="audit-heading">{words.heading}</h3>
      <p className={classes.lead}>{words.lead}</p>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const isMark = mark === '' || MARK.test(mark)
          setIsWrong(!isMark)
          if (isMark) verify.mutate(mark === '' ? null : mark)
        }}
      >
        <TextInput
          label={words.noted}
          description={words.notedHint}
          error={isWrong && words.notedWrong}
          value={noted}
          onChange={(event) => setNoted(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" loading={verify.isPending}>
            {words.verify}
          </Button>
        </div>
      </form>
      <UnderWay what={verify.isPending ? words.verifying : null} />
      <ErrorLine error={verify.error} />
      {verify.data !== undefined && <Verdict verdict={verify.data} asked={verify.variables !== null} />}
    </section>
  )
}

function Verdict({
  verdict,
  asked,
}: {
  readonly verdict: AuditVerdictView
  readonly asked: boolean
}): ReactElement {
  const { rows, head, firstBadRow, notedAt } = verdict
  return (
    <div className={classes.verdict}>
      <p role={firstBadRow === null ? 'status' : 'alert'} data-bad={firstBadRow !== null || undefined}>
        {firstBadRow === null ? words.whole(rows) : words.bad(firstBadRow)}
      </p>
      {asked && (
        <p role={notedAt === null ? 'alert' : 'status'} data-bad={notedAt === null || undefined}>
          {notedAt === null ? words.notedMissing : words.notedFound(notedAt)}
        </p>
      )}
      <FactColumn facts={[{ name: words.head, value: <span className="mono">{head}</span> }]} />
      <div className={classes.actions}>
        <Button onClick={() => void copyText(head, words.headName)}>{words.copyHead}</Button>
      </div>
    </div>
  )
}
