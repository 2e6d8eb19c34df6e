import {
  type SampleCredentialHours,
  type SampleDoor,
  type SampleGroupName,
  type SamplePerson,
  sampleCredentials,
  sampleDoors,
  sampleGateways,
  sampleGrants,
  samplePeople,
} from './sampleHotel.ts'
import { type CodeSeed, type DoorUseSeed, defaultAccount, type LockSeed, type Site } from './site.ts'

/** What the business decided, for the application to make doors, people, credentials and grants from. */
interface SampleBusiness {
  readonly siteName: string
  readonly timeZone: string
  readonly people: readonly SamplePerson[]
  readonly credentials: readonly SampleCredential[]
  readonly doors: readonly {
    readonly lockId: number
    readonly name: string
    readonly group: SampleGroupName
  }[]
  readonly grants: readonly SampleGrant[]
}

interface SampleCredential {
  readonly credentialId: number
  readonly personId: number
  readonly pin: string
  /** ms since 1970, on the minute; null is open. */
  readonly validFrom: number | null
  readonly validTo: number | null
}

type SampleGrant = (typeof sampleGrants)[number]

/** How a lock differs from what the business decided. */
export interface SampleSurprise {
  readonly lockId: number
  readonly kind:
    | 'missing'
    | 'changed window'
    | 'expired'
    | 'stray'
    | 'young stray'
    | 'duplicate'
    | 'foreign namesake'
    | 'only in the list'
    | 'only in the lock'
    | 'keypad lacks digits'
    | 'no passcode management'
    | 'no gateway'
  readonly keyboardPwdName: string | null
}

export interface SampleSite {
  readonly site: Site
  readonly business: SampleBusiness
  readonly surprises: readonly SampleSurprise[]
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The hotel of "Try with simulated locks": 13 doors, 3 gateways, and one of each kind of trouble. */
export function sampleSite({ now }: { readonly now: number }): SampleSite {
  const credentials = sampleCredentials.map((credential) => validityOf(credential, now))
  const locks = sampleDoors.map((door) => lockFor(door, codesOn(door, credentials, now)))
  return {
    site: {
      accounts: [defaultAccount],
      gateways: [...sampleGateways],
      locks,
      doorUses: doorUsesUntil(now),
    },
    business: {
      siteName: 'Hotel Miramar',
      timeZone: 'Europe/Lisbon',
      people: samplePeople,
      credentials,
      doors: sampleDoors.map(({ lockId, name, group }) => ({ lockId, name, group })),
      grants: sampleGrants,
    },
    surprises: sampleSurprises,
  }
}

const sampleSurprises: readonly SampleSurprise[] = [
  { lockId: 28_991_110, kind: 'foreign namesake', keyboardPwdName: 'AB U9 C6' },
  { lockId: 28_991_111, kind: 'stray', keyboardPwdName: 'cleaner' },
  { lockId: 28_991_114, kind: 'changed window', keyboardPwdName: 'AB U6 C8' },
  { lockId: 28_991_115, kind: 'stray', keyboardPwdName: 'old tenant' },
  { lockId: 28_991_115, kind: 'duplicate', keyboardPwdName: 'AB U4 C3' },
  { lockId: 28_991_116, kind: 'missing', keyboardPwdName: 'AB U7 C9' },
  { lockId: 28_991_117, kind: 'expired', keyboardPwdName: 'AB U6 C4' },
  { lockId: 28_991_118, kind: 'only in the list', keyboardPwdName: 'AB U5 C7' },
  { lockId: 28_991_119, kind: 'keypad lacks digits', keyboardPwdName: 'AB U8 C10' },
  { lockId: 28_991_120, kind: 'no gateway', keyboardPwdName: null },
  { lockId: 28_991_121, kind: 'no passcode management', keyboardPwdName: null },
  { lockId: 28_991_122, kind: 'young stray', keyboardPwdName: 'contractor' },
  { lockId: 28_991_122, kind: 'only in the lock', keyboardPwdName: null },
]

function validityOf(credential: SampleCredentialHours, now: number): SampleCredential {
  const { credentialId, personId, pin, fromHours, toHours } = credential
  const at = (hours: number | null): number | null =>
    hours === null ? null : Math.floor((now + hours * hourMs) / minuteMs) * minuteMs
  return { credentialId, personId, pin, validFrom: at(fromHours), validTo: at(toHours) }
}

function lockFor(door: SampleDoor, codes: readonly CodeSeed[]): LockSeed {
  return {
    lockId: door.lockId,
    lockAlias: door.name,
    groupName: door.group,
    timezoneRawOffset: 0,
    gateways: door.gateways,
    codes,
    electricQuantity: door.trait === 'low battery' ? 8 : 60 + (door.lockId % 37),
    ...(door.trait === 'wifi' ? { wifi: {} } : {}),
    ...(door.trait === 'no passcode management' ? { passcodeManagement: false } : {}),
    ...(door.trait === 'incomplete keypad' ? { keypadDigits: '123456' } : {}),
    ...(door.trait === 'slow clock' ? { clockOffsetMs: -14 * minuteMs } : {}),
  }
}

function codesOn(door: SampleDoor, credentials: readonly SampleCredential[], now: number): CodeSeed[] {
  if (door.trait === 'no passcode management') return []
  const granted = credentials.filter((credential) =>
    sampleGrants.some(
      (grant) =>
        grant.credentialId === credential.credentialId &&
        ('group' in grant ? grant.group === door.group : grant.lockId === door.lockId),
    ),
  )
  const expected = granted.flatMap((credential) => codeFor(door, credential, now))
  return [...expected, ...unexpectedOn(door.lockId, now)]
}

/** The code as the lock has it, which is not always as the business wants it. */
function codeFor(door: SampleDoor, credential: SampleCredential, now: number): CodeSeed[] {
  const keyboardPwdName = `AB U${credential.personId} C${credential.credentialId}`
  const surprise = sampleSurprises.find(
    (one) => one.lockId === door.lockId && one.keyboardPwdName === keyboardPwdName,
  )?.kind
  if (surprise === 'missing' || surprise === 'keypad lacks digits') return []
  const { validFrom, validTo } = credential
  const sendDate = (validFrom ?? now - 40 * dayMs) - 2 * dayMs
  return [
    {
      keyboardPwd: credential.pin,
      keyboardPwdName,
      keyboardPwdType: validTo === null ? 2 : 3,
      sendDate,
      startDate: validFrom ?? sendDate,
      endDate: validTo === null ? 0 : surprise === 'changed window' ? validTo + 14 * dayMs : validTo,
      ...(surprise === 'only in the list' ? { memory: false } : {}),
    },
  ]
}

function unexpectedOn(lockId: number, now: number): CodeSeed[] {
  switch (lockId) {
    case 28_991_110:
      return [period('AB U9 C6', '58201111', now - 64 * minuteMs, now + 365 * dayMs)]
    case 28_991_111:
      return [permanent('cleaner', '408162', now - 200 * dayMs)]
    case 28_991_115:
      return [
        permanent('old tenant', '917364', now - 410 * dayMs),
        permanent('AB U4 C3', '826091', now - 300 * dayMs),
      ]
    case 28_991_122:
      return [
        permanent('contractor', '350917', now - 12 * minuteMs),
        { ...permanent('AB U2 C0', '673920', now - 90 * dayMs), cloud: false },
      ]
    default:
      return []
  }
}

function permanent(keyboardPwdName: string, keyboardPwd: string, sendDate: number): CodeSeed {
  return { keyboardPwd, keyboardPwdName, keyboardPwdType: 2, sendDate, startDate: sendDate, endDate: 0 }
}

function period(keyboardPwdName: string, keyboardPwd: string, sendDate: number, endDate: number): CodeSeed {
  return { keyboardPwd, keyboardPwdName, keyboardPwdType: 3, sendDate, startDate: sendDate, endDate }
}

/** A day at the doors: staff and guests, a guest refused by a code that only the list has, a code no list has. */
function doorUsesUntil(now: number): DoorUseSeed[] {
  return [
    { lockId: 28_991_110, pin: '480927', at: now - 11 * hourMs },
    { lockId: 28_991_122, pin: '673920', at: now - 8 * hourMs },
    { lockId: 28_991_111, pin: '271836', at: now - 5 * hourMs },
    { lockId: 28_991_113, pin: '271836', at: now - 4.5 * hourMs },
    { lockId: 28_991_110, pin: '738291', at: now - 3 * hourMs },
    { lockId: 28_991_113, pin: '738291', at: now - 2.9 * hourMs },
    { lockId: 28_991_118, pin: '738291', at: now - 2 * hourMs },
    { lockId: 28_991_114, pin: '164085', at: now - hourMs },
  ]
}
