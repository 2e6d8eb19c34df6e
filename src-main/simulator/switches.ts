/** A number of times, or each time. */
type Times = number | 'always'

/**
 * Where the facts leave a question open (section 8) or report two answers, the simulator can give either.
 * The default is what the vendor documents, else the harsher reading.
 */
export interface Switches {
  /** Change or delete of an unknown passcode id: -2009 is documented, 0 is reported (facts 3.8). */
  deleteTwiceAnswers: '-2009' | '0'
  /** A pageSize over the cap (facts 8, question 8). */
  overCapPageSize: 'clip' | '-3'
  /** Refreshing hands out a new refresh token and ends the used one (facts 1.2, unknown). */
  refreshRotates: boolean
  /** Refreshing ends the old access token at once (facts 1.2, unknown). */
  refreshEndsOldToken: boolean
  /** What a second password login does (facts 1.2, unknown). */
  secondLogin: 'new' | 'same' | 'ends-first'
  /** -2032 for runs and repeats; the real rule is unknown (facts 8, question 6). */
  simplePasscodes: 'refused' | 'accepted'
  /** -3007 counts generated codes as well (facts 8, question 15). */
  uniquenessCoversGenerated: boolean
  /** Changing period to permanent or back (facts 8, question 11). */
  changeKind: '-3' | 'applied'
  /** endDate not after startDate (facts 8, question 4). */
  backwardsWindow: '-3' | 'accepted'
  /** A generated period of over a year: refused, or taken where it is whole months (facts 3.6). */
  generatedOverAYear: '-3' | 'whole months'
  /** Deleting a generated code that was never used (facts 3.1, reported). */
  unusedGeneratedDelete: '-3008' | '0'
  /** A command for a gateway that is dead but still believed online (facts 5, no code known). */
  deadGateway: 'errcode 1' | 'hang'
  /** changeType and deleteType 4 for Wi-Fi locks asleep: unverified, so off (-3). */
  typeFourForChangeAndDelete: boolean
  /** Time until a type 4 write is carried out. */
  asyncSettleMs: number
  /** The next type 4 writes fail (status 5, 7 or 9). */
  asyncWritesFail: Times
  /** The next adds answer success and write the cloud list, not the lock. */
  lyingAdds: Times
  /** The next deletes answer success and edit the cloud list; the code still opens the door. */
  lyingDeletes: Times
  /** The next changes answer success and edit the cloud list; the lock keeps the old values. */
  lyingChanges: Times
  /** The next open schedules answer success and change what the cloud shows; the lock keeps the old one. */
  lyingSchedules: Times
  /** The list shows a write only after this time. */
  listLagMs: number
  /** From use at the door to the record in the cloud; 5 to 10 s are recorded (facts 4.6). */
  recordDelayMs: number
  /** Numbers as text, booleans for flags, MACs in lower case, null for absent text, unknown fields (facts 0.3). */
  looseTypes: boolean
  /** Refused calls count for the quota (facts 8, question 9). */
  failedCallsCount: boolean
  /** What the list says of a code whose window has ended (facts 3.4, observed 2). */
  expiredStatus: '2' | '1'
}

export const defaultSwitches: Readonly<Switches> = {
  deleteTwiceAnswers: '-2009',
  overCapPageSize: 'clip',
  refreshRotates: true,
  refreshEndsOldToken: false,
  secondLogin: 'new',
  simplePasscodes: 'refused',
  uniquenessCoversGenerated: true,
  changeKind: '-3',
  backwardsWindow: '-3',
  generatedOverAYear: '-3',
  unusedGeneratedDelete: '-3008',
  deadGateway: 'errcode 1',
  typeFourForChangeAndDelete: false,
  asyncSettleMs: 20_000,
  asyncWritesFail: 0,
  lyingAdds: 0,
  lyingDeletes: 0,
  lyingChanges: 0,
  lyingSchedules: 0,
  listLagMs: 0,
  recordDelayMs: 6_000,
  looseTypes: false,
  failedCallsCount: true,
  expiredStatus: '2',
}

type CountedSwitch = 'asyncWritesFail' | 'lyingAdds' | 'lyingDeletes' | 'lyingChanges' | 'lyingSchedules'

/** Whether this time counts; uses one up. */
export function takeOne(switches: Switches, name: CountedSwitch): boolean {
  const left = switches[name]
  if (left === 'always') return true
  if (left <= 0) return false
  switches[name] = left - 1
  return true
}
