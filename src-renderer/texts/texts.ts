import { alarms } from './en/alarms.ts'
import { backups } from './en/backups.ts'
import { codeDecision } from './en/codeDecision.ts'
import { codeStory } from './en/codeStory.ts'
import { common } from './en/common.ts'
import { debugSession } from './en/debugSession.ts'
import { doorSetup, doors } from './en/doors.ts'
import { jobs } from './en/jobs.ts'
import { openSchedule, weekHours } from './en/openSchedule.ts'
import { overview } from './en/overview.ts'
import { people } from './en/people.ts'
import { plan } from './en/plan.ts'
import { providers } from './en/providers.ts'
import { rehearsal } from './en/rehearsal.ts'
import { session } from './en/session.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { standstills } from './en/standstills.ts'
import { takenPin } from './en/takenPin.ts'
import { trace } from './en/trace.ts'
import { traceActions } from './en/traceActions.ts'
import { traceCompare } from './en/traceCompare.ts'
import { undo } from './en/undo.ts'
import { words } from './en/words.ts'

/** Every word on the screens. Another language is another object of this shape. */
export const texts = {
  common,
  words,
  alarms,
  backups,
  shell,
  session,
  providers,
  overview,
  doors,
  doorSetup,
  openSchedule,
  weekHours,
  people,
  plan,
  jobs,
  standstills,
  trace,
  traceActions,
  traceCompare,
  rehearsal,
  codeStory,
  codeDecision,
  debugSession,
  settings,
  undo,
  takenPin,
} as const
