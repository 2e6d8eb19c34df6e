import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { OverviewView } from '../../../src-preload/contract/views/doors.ts'
import { Ago, DateTime } from '../../components/DateTime.tsx'
import { EvidenceMark } from '../../components/marks.tsx'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './overview.module.css'

const words = texts.overview

/** What a site manager looks at each morning. */
export function Starting({
  starting,
}: {
  readonly starting: OverviewView['startingWithoutProof']
}): ReactElement {
  return (
    <section aria-labelledby="starting-heading">
      <h2 id="starting-heading" className={classes.attentionHead}>
        {words.starting}
      </h2>
      {starting.length === 0 ? (
        <p className={classes.quiet}>{words.startingEmpty}</p>
      ) : (
        <ul className={classes.lines}>
          {starting.map((code) => (
            <li key={`${code.doorId}:${code.personId}:${code.startsAt}`}>
              <span className={classes.lineName}>
                <Link to="/people/$personId" params={{ personId: String(code.personId) }}>
                  {code.personName}
                </Link>
                <span className="muted">{code.doorName}</span>
              </span>
              <DateTime iso={code.startsAt} zone={code.timezone} isAmongSites />
              <EvidenceMark grade={code.evidence} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

export function Approvals({ plans }: { readonly plans: OverviewView['awaitingApproval'] }): ReactElement {
  return (
    <section aria-labelledby="approvals-heading">
      <h2 id="approvals-heading" className={classes.attentionHead}>
        {words.approvals}
      </h2>
      {plans.length === 0 ? (
        <p className={classes.quiet}>{words.approvalsEmpty}</p>
      ) : (
        <ul className={classes.lines}>
          {plans.map((plan) => (
            <li key={plan.planId}>
              <span className={classes.lineName}>
                <Link to="/plans/$planId" params={{ planId: String(plan.planId) }}>
                  {plan.title}
                </Link>
              </span>
              <span className="muted numbers">
                {plan.isAsking
                  ? words.isAsking
                  : plan.needsSecond
                    ? words.needsSecond
                    : words.lines(plan.lines)}
              </span>
              <span className="muted">
                <Ago iso={plan.createdAt} zone={readLocalZone()} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
