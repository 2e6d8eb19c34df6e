import { Button, Modal, Portal } from '@mantine/core'
import { IconCopy, IconPrinter } from '@tabler/icons-react'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { CredentialView, NewCodeReply, PersonRow } from '../../../src-preload/contract/views/people.ts'
import { copyText } from '../../components/copyText.ts'
import { FactColumn } from '../../components/FactList.tsx'
import { describeLimits } from '../../components/windowWords.ts'
import { readLocalZone } from '../../lib/time.ts'
import { useNow } from '../../lib/useNow.ts'
import { texts } from '../../texts/texts.ts'
import { groupDigits, PinDigits } from './PinDigits.tsx'
import classes from './people.module.css'

const words = texts.people.pinCard

interface NewCodeCardProps {
  readonly reply: NewCodeReply
  readonly person: PersonRow
  /** Null until the person was read again. */
  readonly credential: CredentialView | null
  readonly onClose: () => void
}

/** The only time a new PIN is on screen without a reason. */
export function NewCodeCard({ reply, person, credential, onClose }: NewCodeCardProps): ReactElement {
  const router = useRouter()
  const nowMs = useNow()
  const zone = credential?.doors[0]?.timezone ?? readLocalZone()
  const doors = credential?.doors.map((door) => door.doorName).join(', ') ?? ''
  const valid =
    credential === null ? '' : describeLimits(credential.startsAt, credential.endsAt, { zone, nowMs })
  const message = words.message({ name: person.name, pin: reply.pin, doors, valid })
  return (
    <>
      <Modal opened onClose={onClose} title={words.title} closeOnClickOutside={false}>
        <div className={classes.form}>
          <p className="muted">{words.lead}</p>
          <PinDigits pin={reply.pin} />
          <FactColumn
            facts={[
              { name: words.doors, value: doors },
              { name: words.valid, value: valid },
            ]}
          />
          <p className={classes.hint}>{words.notProven}</p>
          <div className={classes.formActions}>
            <Button
              leftSection={<IconCopy size={16} stroke={1.75} />}
              data-autofocus
              onClick={() => void copyText(message, words.messageName)}
            >
              {words.copy}
            </Button>
            <Button leftSection={<IconPrinter size={16} stroke={1.75} />} onClick={() => window.print()}>
              {words.print}
            </Button>
          </div>
          <div className={classes.formActions}>
            <Button variant="filled" onClick={onClose}>
              {words.close}
            </Button>
            <Button
              variant="subtle"
              onClick={() => {
                onClose()
                router.history.push(`/traces/${reply.correlationId}`)
              }}
            >
              {words.trace}
            </Button>
          </div>
        </div>
      </Modal>
      <Portal className="print-only" reuseTargetNode={false}>
        <div className={classes.card}>
          <p className={classes.cardName}>{person.name}</p>
          <p className={classes.cardPin}>{groupDigits(reply.pin)}</p>
          <p>{doors}</p>
          <p>{valid}</p>
          <p className={classes.cardHint}>{words.cardHint}</p>
        </div>
      </Portal>
    </>
  )
}
