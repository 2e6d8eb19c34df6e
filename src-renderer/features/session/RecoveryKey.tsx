import { Button, Checkbox } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
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
        <Button
          leftSection={<IconCopy size={16} stroke={1.75} />}
          onClick={() => void copyText(recoveryKey, words.recoveryKey)}
        >
          {words.copyRecovery}
        </Button>
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
    </GateFrame>
  )
}
