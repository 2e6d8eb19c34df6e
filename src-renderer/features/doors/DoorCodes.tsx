import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { DoorCodeRow, DoorDetailView, DoorRow } from '../../../src-preload/contract/views/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { type TakenPin, type TakenPinChoice, useTakenPin } from '../../api/useTakenPin.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { EmptyState } from '../../components/Feedback.tsx'
import { LineSign } from '../../components/LineSign.tsx'
import { EvidenceMark } from '../../components/marks.tsx'
import { TakenPinButtons, TakenPinDialogs } from '../../components/TakenPin.tsx'
import { WindowText } from '../../components/WindowText.tsx'
import { formatCountdown } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import { CodeDecisionMenu, DecidedNote } from './CodeDecision.tsx'
import classes from './doors.module.css'
import { WhyButton } from './WhyButton.tsx'

const words = texts.doors.detail

/** What was decided beside what the lock holds, one code a row, each with its proof and its reason. */
export function DoorCodes({ detail }: { readonly detail: DoorDetailView }): ReactElement {
  const router = useRouter()
  const session = useQuery(sessionQuery)
  const canDecide = session.data?.operator?.role === 'manager'
  const takenPin = useTakenPin((choice, { person }) => {
    if (choice !== 'newPin') {
      notifications.show({ title: texts.takenPin.done[choice](person), message: texts.takenPin.next })
    }
  })
  const { door, codes } = detail
  const waitsToBeRead = whyItWaitsToBeRead(door)
  return (
    <section className={classes.section} aria-labelledby="codes-heading">
      <div className={classes.sectionHead}>
        <h2 id="codes-heading">{words.codes}</h2>
      </div>
      {detail.awaitingPlanId !== null && (
        <div className={classes.band} data-tone="warn">
          <span>{words.awaiting}</span>
          <Button
            size="compact-sm"
            onClick={() => router.history.push(`/plans/${String(detail.awaitingPlanId)}`)}
          >
            {words.review}
          </Button>
        </div>
      )}
      {door.state === 'unreadable' && (
        <div className={classes.band} data-tone="warn">
          <span>
            <strong>{words.unreadableTitle}.</strong> {door.unreadableBecause}{' '}
            {door.lastReadAt === null ? words.unreadableText : words.unreadableSince}
          </span>
        </div>
      )}
      {waitsToBeRead !== null && (
        <div className={classes.band} data-tone="warn">
          <span>
            <strong>{words.waitsToBeRead(texts.words.waitReason(waitsToBeRead))}</strong>{' '}
            {door.lastReadAt === null ? words.unreadableText : words.unreadableSince}
          </span>
        </div>
      )}
      {door.lastReadAt === null && door.state !== 'unreadable' && (
        <div className={classes.band}>{words.neverRead}</div>
      )}
      {codes.length === 0 ? (
        <EmptyState title={words.codesEmptyTitle}>
          {door.lastReadAt === null ? words.codesEmptyUnread : words.codesEmptyText}
        </EmptyState>
      ) : (
        <table className={classes.codes}>
          <thead>
            <tr>
              <th scope="col" className={classes.signCell}>
                <span className="visually-hidden">{texts.plan.kinds}</span>
              </th>
              <th scope="col">{words.code}</th>
              <th scope="col">{words.expected}</th>
              <th scope="col">{words.actual}</th>
              <th scope="col">{words.proof}</th>
              <th scope="col">
                <span className="visually-hidden">{words.decision}</span>
              </th>
            </tr>
          </thead>
          {codes.map((code) => (
            <CodeRows
              key={code.key}
              code={code}
              doorId={door.id}
              zone={door.timezone}
              isRead={door.lastReadAt !== null}
              onTakenPin={canDecide ? takenPin.choose : null}
            />
          ))}
        </table>
      )}
      <TakenPinDialogs state={takenPin} />
    </section>
  )
}

interface CodeRowsProps {
  readonly code: DoorCodeRow
  readonly doorId: number
  readonly zone: string
  readonly isRead: boolean
  /** Null for somebody who may not decide. */
  readonly onTakenPin: ((choice: TakenPinChoice, taken: TakenPin) => void) | null
}

/** One code: what was decided beside what is there, and below both why. */
function CodeRows({ code, doorId, zone, isRead, onTakenPin }: CodeRowsProps): ReactElement {
  const { takenBy: vendorPinId, credentialId } = code
  const nowMs = useNow()
  const left = code.eligibleAt === null ? null : formatCountdown(code.eligibleAt, nowMs)
  return (
    <tbody data-verdict={code.verdict}>
      <tr>
        <td className={classes.signCell} rowSpan={2}>
          <LineSign kind={code.verdict} />
        </td>
        <td>
          <p className={classes.codeName}>
            {code.personId === null ? (
              <span>{code.codeName === null ? words.unnamed : `“${code.codeName}”`}</span>
            ) : (
              <Link to="/people/$personId" params={{ personId: String(code.personId) }}>
                {code.personName}
              </Link>
            )}
            {code.personId !== null && <span className={classes.codeId}>{code.codeName}</span>}
            {code.vendorPinId !== null && <span className={classes.codeId}>{code.vendorPinId}</span>}
          </p>
        </td>
        <td>
          {code.expectedWindow === null ? (
            <span className={classes.absent}>{words.nothing}</span>
          ) : (
            <WindowText window={code.expectedWindow} zone={zone} />
          )}
        </td>
        <td>
          {code.actualWindow === null ? (
            <span className={classes.absent}>{isRead ? words.nothing : texts.words.outcome.unknown}</span>
          ) : (
            <WindowText window={code.actualWindow} zone={zone} />
          )}
        </td>
        <td rowSpan={2}>
          <EvidenceMark grade={code.evidence} />
          {code.evidenceAt !== null && (
            <p className={classes.asOf}>
              {words.asOf} <DateTime iso={code.evidenceAt} zone={zone} />
            </p>
          )}
        </td>
        <td rowSpan={2}>
          <CodeDecisionMenu code={code} doorId={doorId} zone={zone} />
        </td>
      </tr>
      <tr>
        <td colSpan={3} className={classes.whyCell}>
          <p className={classes.why}>
            {code.why}
            {left !== null && <span className={classes.countdown}> {words.countdown(left)}</span>}{' '}
            <WhyButton code={code} doorId={doorId} />
          </p>
          <DecidedNote code={code} zone={zone} />
          {onTakenPin !== null && vendorPinId !== null && credentialId !== null && (
            <TakenPinButtons
              about={code.personName ?? texts.takenPin.somebody}
              onChoose={(choice) => {
                const person = code.personName ?? texts.takenPin.somebody
                onTakenPin(choice, { doorId, credentialId, vendorPinId, person, key: code.key })
              }}
            />
          )}
        </td>
      </tr>
    </tbody>
  )
}

/** What keeps a lock that could not be read from being read again. Holds and questions keep nobody from reading. */
function whyItWaitsToBeRead({ state, waitingFor, unreadableBecause, hold }: DoorRow): string | null {
  const isWaiting = state === 'waiting' && unreadableBecause !== null && waitingFor !== 'decision'
  return isWaiting && hold?.by !== waitingFor ? waitingFor : null
}
