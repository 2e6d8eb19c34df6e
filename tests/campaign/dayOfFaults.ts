import type { Fault } from '../../src-main/simulator/faults.ts'
import type { Random } from '../../src-main/simulator/random.ts'
import type { EnginePlant } from '../support/enginePlant.ts'
import { lockIdAt } from '../support/engineSite.ts'
import type { Happening } from './day.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const WRITES = ['/v3/keyboardPwd/add', '/v3/keyboardPwd/change', '/v3/keyboardPwd/delete']
const LIST = '/v3/lock/listKeyboardPwd'
/** From then on nothing goes wrong, so that what is left over at the day's end is the program's doing. */
const QUIET_FROM_HOUR = 21
/** Each share of the requests that nothing before it hit. */
const OF_WRITES: readonly Fault[] = [
  { kind: 'drop', effect: 'applied', probability: 0.04 },
  { kind: 'drop', effect: 'none', probability: 0.04 },
  { kind: 'cut off', probability: 0.03 },
  { kind: 'html', httpStatus: 504, effect: 'applied', probability: 0.03 },
  { kind: 'errcode', errcode: 1, effect: 'applied', probability: 0.03 },
  { kind: 'errcode', errcode: -3003, probability: 0.04 },
  { kind: 'errcode', errcode: -3037, probability: 0.02 },
]
const OF_LISTS: readonly Fault[] = [
  { kind: 'http', httpStatus: 503, probability: 0.03 },
  { kind: 'truncated', probability: 0.03 },
  { kind: 'html', probability: 0.03 },
  { kind: 'drop', probability: 0.03 },
]

/** What goes wrong beside what goes wrong each day: answers and lists, sign-ins, restarts, strangers' codes, silent locks. */
export function faultsOfDay(
  { simulator, restartEngine }: EnginePlant,
  random: Random,
  { startMs, doors }: { readonly startMs: number; readonly doors: number },
): readonly Happening[] {
  const { control } = simulator
  const some = (from: number, to: number) => startMs + random.integer(from * 60, to * 60) * MINUTE_MS
  const during = (hours: number, begin: () => void, end: () => void): readonly Happening[] => {
    const atMs = some(0, QUIET_FROM_HOUR - hours)
    return [
      { atMs, what: begin },
      { atMs: atMs + hours * HOUR_MS, what: end },
    ]
  }
  const anyLock = () => lockIdAt(random.integer(0, doors - 1))
  const silent = anyLock()
  return [
    { atMs: startMs, what: () => addFaults(control) },
    { atMs: startMs + QUIET_FROM_HOUR * HOUR_MS, what: () => control.clearFaults() },
    { atMs: some(0, QUIET_FROM_HOUR), what: () => void control.revokeTokens() },
    { atMs: some(0, QUIET_FROM_HOUR), what: () => void control.revokeTokens({ refresh: true }) },
    ...[0, 1].map(() => ({ atMs: some(0, QUIET_FROM_HOUR), what: restartEngine })),
    ...Array.from({ length: doors }, (_, index) => ({
      atMs: some(0, QUIET_FROM_HOUR),
      what: () =>
        void control.putCode({ lockId: anyLock(), keyboardPwd: `77${1_000 + index}`, keyboardPwdType: 2 }),
    })),
    ...during(
      2,
      () => void control.setSwitches({ listLagMs: 5 * MINUTE_MS }),
      () => void control.setSwitches({ listLagMs: 0 }),
    ),
    ...during(
      3,
      () => void control.patchLock({ lockId: silent, answers: false }),
      () => void control.patchLock({ lockId: silent, answers: true }),
    ),
  ]
}

function addFaults(control: EnginePlant['simulator']['control']): void {
  const count = Number.MAX_SAFE_INTEGER
  for (const path of WRITES) for (const fault of OF_WRITES) control.addFault({ ...fault, path, count })
  for (const fault of OF_LISTS) control.addFault({ ...fault, path: LIST, count })
}
