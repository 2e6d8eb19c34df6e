import { IconPlayerPause } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { DoorRow } from '../../../src-preload/contract/views/doors.ts'
import type { HoldView } from '../../../src-preload/contract/views/holds.ts'
import { Ago } from '../../components/DateTime.tsx'
import type { LedgerColumn } from '../../components/Ledger.tsx'
import { DoorStateMark } from '../../components/marks.tsx'
import { formatFullMoment } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import classes from './doors.module.css'
import { rankState } from './model/filterDoors.ts'

const words = texts.doors.columns

export const doorColumns: readonly LedgerColumn<DoorRow>[] = [
  {
    id: 'state',
    header: words.state,
    width: '220px',
    sortBy: (door) => rankState(door.state),
    cell: (door) => (
      <span className={classes.state}>
        <DoorStateMark state={door.state} />
        {door.hold !== null && (
          <span className={classes.paused} title={holdTitle(door.hold, door.timezone)}>
            <IconPlayerPause size={16} stroke={1.75} aria-hidden="true" />
            <span className="visually-hidden">{holdTitle(door.hold, door.timezone)}</span>
          </span>
        )}
        {door.state === 'out_of_step' && door.differences > 0 && (
          <span className="muted">{texts.doors.differences(door.differences)}</span>
        )}
      </span>
    ),
  },
  {
    id: 'name',
    header: words.name,
    sortBy: (door) => door.name,
    cell: (door) => (
      <>
        <Link to="/doors/$doorId" params={{ doorId: String(door.id) }} tabIndex={-1} title={door.name}>
          {door.name}
        </Link>
        {door.location !== null && <span className={classes.location}>{door.location}</span>}
      </>
    ),
  },
  {
    id: 'site',
    header: words.site,
    width: '16%',
    sortBy: (door) => door.siteName,
    cell: (door) => <span title={door.siteName}>{door.siteName}</span>,
  },
  {
    id: 'group',
    header: words.group,
    width: '10%',
    priority: 'low',
    sortBy: (door) => door.groupName ?? '',
    cell: (door) => (
      <span className="muted" title={door.groupName ?? undefined}>
        {door.groupName}
      </span>
    ),
  },
  {
    id: 'lock',
    header: words.lock,
    width: '104px',
    priority: 'lowest',
    sortBy: (door) => Number(door.lockId),
    cell: (door) => <span className="mono">{door.lockId}</span>,
  },
  {
    id: 'read',
    header: words.read,
    width: '104px',
    sortBy: (door) => door.lastReadAt ?? '',
    cell: (door) =>
      door.lastReadAt === null ? (
        <span className="muted">{texts.doors.notRead}</span>
      ) : (
        <Ago iso={door.lastReadAt} zone={door.timezone} />
      ),
  },
  {
    id: 'battery',
    header: words.battery,
    width: '80px',
    align: 'end',
    sortBy: (door) => door.batteryPercent ?? 101,
    cell: (door) =>
      door.batteryPercent === null ? null : (
        <span data-low={door.isBatteryLow || undefined} className={classes.battery}>
          {door.batteryPercent} %
        </span>
      ),
  },
]

function holdTitle(hold: HoldView, zone: string): string {
  const until = hold.until === null ? '' : ` ${texts.words.until} ${formatFullMoment(hold.until, zone)}`
  return `${texts.doors.detail.notSent} ${texts.words.heldBy(hold.by)}${until}`
}
