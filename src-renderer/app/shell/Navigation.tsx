import {
  IconBook2,
  IconDoor,
  IconFileDiff,
  IconListCheck,
  IconSettings,
  IconTimeline,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { StatusView } from '../../../src-preload/contract/views/session.ts'
import { statusQuery } from '../../api/session.ts'
import { Wordmark } from '../../components/Wordmark.tsx'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { isAlarm } from '../../lib/standstills.ts'
import { texts } from '../../texts/texts.ts'
import classes from './shell.module.css'

const words = texts.shell

export const SECTIONS = [
  { path: '/', name: words.overview, Icon: IconBook2 },
  { path: '/doors', name: words.doors, Icon: IconDoor },
  { path: '/people', name: words.people, Icon: IconUsers },
  { path: '/plans', name: words.plan, Icon: IconFileDiff },
  { path: '/jobs', name: words.jobs, Icon: IconListCheck },
  { path: '/traces', name: words.traces, Icon: IconTimeline },
  { path: '/settings', name: words.settings, Icon: IconSettings },
] as const

export function Navigation(): ReactElement {
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  const status = useQuery(statusQuery)
  return (
    <nav className={classes.nav} aria-label={words.navigation}>
      <div className={classes.brand}>
        <Wordmark />
      </div>
      <ul className={classes.sections}>
        {SECTIONS.map((section) => {
          const isCurrent =
            section.path === '/'
              ? pathname === '/'
              : pathname === section.path || pathname.startsWith(`${section.path}/`)
          return (
            <li key={section.path}>
              <a
                href={`#${isCurrent ? section.path : hrefOfSection(section.path)}`}
                className={classes.section}
                aria-label={section.name}
                title={section.name}
                {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
              >
                <section.Icon size={20} stroke={1.75} aria-hidden="true" />
                <span className={classes.sectionName}>{section.name}</span>
                <SectionBadge path={section.path} status={status.data} />
              </a>
            </li>
          )
        })}
      </ul>
      <p className={classes.navHint} aria-hidden="true">
        <kbd>Ctrl K</kbd> {words.palette}
      </p>
    </nav>
  )
}

interface SectionBadgeProps {
  readonly path: (typeof SECTIONS)[number]['path']
  readonly status: StatusView | undefined
}

/** How many wait there. Decoration for the eye: the status bar says the same in words. */
function SectionBadge({ path, status }: SectionBadgeProps): ReactElement | null {
  if (status === undefined) return null
  const count =
    path === '/plans'
      ? status.awaitingApproval
      : path === '/jobs'
        ? status.jobsRunning + status.jobsWaiting
        : 0
  const isStopped = path === '/jobs' && status.standstills.some(isAlarm)
  if (count === 0 && !isStopped) return null
  return (
    <span className={classes.badge} data-alarm={isStopped || undefined} aria-hidden="true">
      {isStopped ? '!' : count}
    </span>
  )
}
