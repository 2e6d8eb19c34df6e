import type { OpenScheduleView } from '../../../src-preload/contract/views/doors.ts'
import { capabilitiesOf } from '../../domain/device/capabilities.ts'
import { isSameSchedule, type OpenSchedule, weekText } from '../../domain/schedule/openSchedule.ts'
import { scheduleWords } from '../../domain/schedule/scheduleWords.ts'
import type { Store } from '../../ports/store.ts'
import type { DoorRecord } from '../../ports/stores/doorStore.ts'

/** When a door stands open, as decided and as its lock had it last. */
export function openScheduleView(store: Store, door: DoorRecord): OpenScheduleView {
  const device = store.accounts.getDevice(door.integrationDeviceId)
  const canStandOpen = device === null ? null : (capabilitiesOf(device)?.hasPassageMode ?? null)
  const decided = store.schedules.decidedOf(door)
  const last = decided === null ? null : store.schedules.readingOf(door.integrationDeviceId)
  const reading = last?.reading
  const isKnown = reading?.kind === 'known'
  return {
    canStandOpen,
    decided: decided && { periods: decided, words: wordsOf(decided) },
    onLock:
      isKnown && last?.readAt
        ? { words: wordsOf(reading.schedule), unlocksByItself: reading.unlocksByItself, readAt: last.readAt }
        : null,
    unreadBecause: reading?.kind === 'unknown' ? reading.reason : null,
    isInStep: decided && isKnown ? isSameSchedule(decided, reading.schedule) : null,
  }
}

function wordsOf(schedule: OpenSchedule): string {
  return scheduleWords(weekText(schedule))
}
