import type { ReactElement } from 'react'
import type { ImportedFrom } from '../../../src-preload/contract/views/traces.ts'
import { texts } from '../../texts/texts.ts'
import classes from './traceFiles.module.css'

const words = texts.traceActions

/** Says on every imported trace that it is one, so that nobody takes it for the state of this PC. */
export function ImportedBanner({
  from,
}: {
  readonly from: Pick<ImportedFrom, 'fileName' | 'program' | 'origin'>
}): ReactElement {
  return (
    <p className={classes.imported} role="note">
      <strong>{words.imported}</strong>
      <span>
        {from.origin === 'older_system'
          ? words.olderNote(from.fileName)
          : words.importedNote(from.fileName, from.program)}
      </span>
    </p>
  )
}
