import { Button, Checkbox, Portal } from '@mantine/core'
import { IconCopy, IconPrinter } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import { copyText } from '../../components/copyText.ts'
import { texts } from '../../texts/texts.ts'
import { GateFrame } from './GateFrame.tsx'
import classes from './session.module.css'

interface RecoveryKeyProps {
  readonly recoveryKey: string
  readonly onContinue: () => void
}

const words = texts.session

/** Shown once; nothing goes on before somebody says it is kept. */
export function RecoveryKey({ recoveryKey, onContinue }: RecoveryKeyProps): ReactElement {
  const [isKept, setKept] = useState(false)
  return (
    <GateFrame>
      <h1>{words.recoveryTitle}</h1>
      <p className={classes.lead}>{words.recoveryLead}</p>
      <p className={classes.key} data-testid="recovery-key">
        {recoveryKey}
      </p>
      <div className={classes.keyActions}>
        <div className={classes.keyButtons}>
          <Button leftSection={<IconPrinter size={16} stroke={1.75} />} onClick={() => window.print()}>
            {words.printRecovery}
          </Button>
          <Button
            leftSection={<IconCopy size={16} stroke={1.75} />}
            onClick={() => void copyText(recoveryKey, words.recoveryKey)}
          >
            {words.copyRecovery}
          </Button>
        </div>
        <Checkbox
          label={words.kept}
          size="sm"
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
        <Button variant="filled" disabled={!isKept} onClick={onContinue}>
          {words.continue}
        </Button>
      </div>
      <Portal className="print-only" reuseTargetNode={false}>
        <div className={classes.paper}>
          <p className={classes.paperTitle}>{words.printedTitle}</p>
          <p className={classes.paperKey}>{recoveryKey}</p>
          <p>{words.printedHint}</p>
        </div>
      </Portal>
    </GateFrame>
  )
}
