import type { QueryClient } from '@tanstack/react-query'
import type { ChangeTopic } from '../../src-preload/contract/events.ts'
import { accountKeys } from '../api/accounts.ts'
import { debugSessionKeys } from '../api/debugSessions.ts'
import { doorKeys } from '../api/doors.ts'
import { jobKeys } from '../api/jobs.ts'
import { peopleKeys } from '../api/people.ts'
import { planKeys } from '../api/plans.ts'
import { sessionKeys } from '../api/session.ts'
import { siteKeys } from '../api/sites.ts'
import { systemKeys } from '../api/system.ts'
import { traceKeys } from '../api/traces.ts'

type Key = readonly unknown[]

/** Which answers each topic makes old. A door's state follows its jobs and plans, a person's codes the doors. */
const staleByTopic: Record<ChangeTopic, readonly Key[]> = {
  // A trace window that was opened from outside waits for somebody to sign in.
  session: [sessionKeys.all, sessionKeys.status, sessionKeys.operators, traceKeys.all],
  accounts: [accountKeys.all, accountKeys.devices, sessionKeys.all, sessionKeys.status],
  devices: [accountKeys.devices, accountKeys.all, doorKeys.all, doorKeys.overview],
  // A freeze is a standstill, and so is the pause of a door; a plan says that it is held.
  sites: [
    siteKeys.all,
    doorKeys.groups,
    doorKeys.all,
    doorKeys.overview,
    sessionKeys.status,
    planKeys.details,
  ],
  doors: [
    planKeys.details,
    doorKeys.all,
    doorKeys.overview,
    doorKeys.groups,
    accountKeys.devices,
    peopleKeys.all,
    siteKeys.all,
    sessionKeys.status,
  ],
  people: [peopleKeys.all, doorKeys.all, doorKeys.overview],
  plans: [planKeys.all, doorKeys.overview, doorKeys.all, sessionKeys.status],
  jobs: [jobKeys.all, doorKeys.all, doorKeys.overview, sessionKeys.status, peopleKeys.all],
  traces: [traceKeys.all, debugSessionKeys.list],
  settings: [systemKeys.preferences, systemKeys.about],
  debugSessions: [debugSessionKeys.all],
  connection: [sessionKeys.status, accountKeys.all],
}

export function listStaleKeys(topics: readonly ChangeTopic[]): readonly Key[] {
  const unique = new Map<string, Key>()
  for (const topic of topics) {
    for (const key of staleByTopic[topic]) unique.set(JSON.stringify(key), key)
  }
  const keys = [...unique.values()]
  // What a shorter key makes old already would be asked for twice.
  return keys.filter((key) => !keys.some((other) => isPartOf(key, other)))
}

function isPartOf(key: Key, whole: Key): boolean {
  return whole.length < key.length && whole.every((part, index) => part === key[index])
}

/** An apply announces every line; one refetch in this time is what an eye can follow. */
const COLLECT_MS = 120

/** Answers every `changed` event by asking again for what is on screen. Returns its own end. */
export function startEventBridge(queryClient: QueryClient): () => void {
  const collected = new Set<ChangeTopic>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const flush = (): void => {
    timer = undefined
    const topics = [...collected]
    collected.clear()
    for (const queryKey of listStaleKeys(topics)) void queryClient.invalidateQueries({ queryKey })
  }
  const stop = window.lockstep.events.changed(({ topics }) => {
    for (const topic of topics) collected.add(topic)
    timer ??= setTimeout(flush, COLLECT_MS)
  })
  // The main process asks the system when it is asked itself, and hears of a change only from a page.
  const askAgain = (): void => void queryClient.invalidateQueries({ queryKey: sessionKeys.status })
  const tellNetworkIsBack = (): void => {
    void window.lockstep.system.networkIsBack({})
    askAgain()
  }
  window.addEventListener('online', tellNetworkIsBack)
  window.addEventListener('offline', askAgain)
  return () => {
    clearTimeout(timer)
    window.removeEventListener('online', tellNetworkIsBack)
    window.removeEventListener('offline', askAgain)
    stop()
  }
}
