import { IconClockHour3, IconEye, IconPlayerPause } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import type { Sums } from './model/lines.ts'
import classes from './sums.module.css'

const words = texts.plan.sums

interface SumsTextProps {
  readonly sums: Sums
  /** Doors of which nothing is known: they are not in step. */
  readonly unreadableDoors?: number
}

/** `+1 −2 ⏸1`, with the same in words for screen readers. */
export function SumsText({ sums, unreadableDoors = 0 }: SumsTextProps): ReactElement {
  const unread = unreadableDoors === 0 ? '' : texts.plan.unreadableDoors(unreadableDoors)
  const { adds, changes, deletes, blocked, invalid, reported, underWay } = sums
  const hasNone = adds + changes + deletes + blocked + invalid + reported + underWay === 0
  const isEmpty = hasNone && unread === ''
  const said = hasNone && unread !== '' ? [unread] : [texts.plan.sumsLabel(sums), unread]
  const label = said.filter((part) => part !== '').join(', ')
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
        {sums.reported > 0 && (
          <span data-kind="reported">
            <IconEye size={12} stroke={2} />
            {sums.reported}
          </span>
        )}
        {sums.underWay > 0 && (
          <span data-kind="under_way">
            <IconClockHour3 size={12} stroke={2} />
            {sums.underWay}
          </span>
        )}
        {unread !== '' && <span data-kind="unreadable">{words.unreadable(unreadableDoors)}</span>}
      </span>
    </span>
  )
}
