import type { ReactElement } from 'react'
import { texts } from '../../texts/texts.ts'
import classes from './Skeletons.module.css'

const WIDTHS = [62, 44, 70, 38, 55, 48, 66, 41] as const

interface LedgerSkeletonProps {
  readonly rows?: number
  readonly columns?: number
  /** Room for the search and the filters above the table. */
  readonly hasToolbar?: boolean
}

/** Lines where a table will stand: same row height, same gutter, so that nothing jumps. */
export function LedgerSkeleton({
  rows = 8,
  columns = 4,
  hasToolbar = false,
}: LedgerSkeletonProps): ReactElement {
  return (
    <div role="status" aria-label={texts.common.loading} className={classes.ledger}>
      {hasToolbar && <div className={classes.toolbar} />}
      <div className={classes.head} />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <div key={row} className={classes.row}>
          {Array.from({ length: columns }, (_unused, column) => (
            <Bar
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
              key={column}
              widthPercent={WIDTHS[(row * 3 + column * 5) % WIDTHS.length] ?? 50}
            />
          ))}
        </div>
      ))}
    </div>
  )
}

export function BlockSkeleton({ lines = 4 }: { readonly lines?: number }): ReactElement {
  return (
    <div role="status" aria-label={texts.common.loading} className={classes.block}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no identity
        <Bar key={line} widthPercent={WIDTHS[line % WIDTHS.length] ?? 50} />
      ))}
    </div>
  )
}

function Bar({ widthPercent }: { readonly widthPercent: number }): ReactElement {
  return <span className={classes.bar} style={{ width: `${widthPercent}%` }} />
}
