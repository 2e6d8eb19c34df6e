import { Modal } from '@mantine/core'
import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import classes from './shell.module.css'

interface ShortcutsDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function ShortcutsDialog({ isOpen, onClose }: ShortcutsDialogProps): ReactElement {
  return (
    <Modal opened={isOpen} onClose={onClose} title={texts.shell.shortcuts} size={440}>
      <dl className={classes.shortcuts}>
        {texts.shell.keys.map(([keys, effect]) => (
          <div key={keys}>
            <dt>
              <kbd className={classes.key}>{keys}</kbd>
            </dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
