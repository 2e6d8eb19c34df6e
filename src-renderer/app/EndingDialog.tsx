import { Button, FocusTrap, Modal } from '@mantine/core'
import { type ReactElement, useEffect, useId, useState } from 'react'
import type { EndingView } from '../../src-preload/contract/views/session.ts'
import { texts } from '../texts/texts.ts'
import classes from './ending.module.css'

const words = texts.session.ending
const STEP_MS = 250

/** What the program still waits for on its way out, and how long at most. Cannot be closed. */
export function EndingDialog({ ending }: { readonly ending: EndingView }): ReactElement {
  return (
    <Modal
      opened
      centered
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={words.title}
    >
      <FocusTrap.InitialFocus />
      <Countdown ending={ending} />
    </Modal>
  )
}

function Countdown({ ending }: { readonly ending: EndingView }): ReactElement {
  const meaningId = useId()
  const [nowMs, setNowMs] = useState(Date.now)
  const latestMs = ending.latestAt === null ? null : Date.parse(ending.latestAt)
  const [fullMs] = useState(() => Math.max(1, (latestMs ?? 0) - Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), STEP_MS)
    return () => clearInterval(timer)
  }, [])
  const leftMs = Math.max(0, (latestMs ?? 0) - nowMs)
  const seconds = Math.ceil(leftMs / 1_000)
  return (
    <div className={classes.ending}>
      <p>{words.waits(ending.jobs, ending.doors)}</p>
      <p className={classes.rest}>{words.rest}</p>
      <meter className={classes.left} aria-hidden="true" min={0} max={fullMs} value={leftMs} />
      <p role="timer" className="numbers">
        {seconds === 0 ? words.now : words.countdown(seconds)}
      </p>
      {latestMs !== null && (
        <div className={classes.leave}>
          <p id={meaningId}>{words.leaveMeaning}</p>
          <Button aria-describedby={meaningId} onClick={() => void window.lockstep.system.leaveNow({})}>
            {words.leave}
          </Button>
        </div>
      )}
    </div>
  )
}
