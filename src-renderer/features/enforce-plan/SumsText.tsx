import { IconPlayerPause } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import type { Sums } from './model/lines.ts'
import classes from './plan.module.css'

const words = texts.plan.sums

/** `+1 −2 ⏸1`, with the same in words for screen readers. */
export function SumsText({ sums }: { readonly sums: Sums }): ReactElement {
  const label = texts.plan.sumsLabel(sums)
  const isEmpty = sums.adds + sums.changes + sums.deletes + sums.blocked + sums.invalid === 0
  return (
    <span className={classes.sums} title={label}>
      <span className="visually-hidden">{label}</span>
      <span aria-hidden="true">
        {isEmpty && <span data-kind="none">{texts.plan.noLines}</span>}
        {sums.adds > 0 && <span data-kind="add">{words.add(sums.adds)}</span>}
        {sums.changes > 0 && <span data-kind="change">{words.change(sums.changes)}</span>}
        {sums.deletes > 0 && <span data-kind="delete">{words.delete(sums.deletes)}</span>}
        {sums.blocked > 0 && (
          <span data-kind="blocked">
            <IconPlayerPause size={12} stroke={2} />
            {sums.blocked}
          </span>
        )}
        {sums.invalid > 0 && <span data-kind="invalid">{words.invalid(sums.invalid)}</span>}
      </span>
    </span>
  )
}
