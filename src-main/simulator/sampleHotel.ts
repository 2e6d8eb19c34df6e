/** Who works and sleeps in the sample hotel, and which doors it has. Plain data: ids, names, PINs, hours. */

export interface SamplePerson {
  readonly personId: number
  readonly name: string
  readonly role: 'owner' | 'staff' | 'guest'
}

/** Hours count from the moment the sample is made; null is open. */
export interface SampleCredentialHours {
  readonly credentialId: number
  readonly personId: number
  readonly pin: string
  readonly fromHours: number | null
  readonly toHours: number | null
}

export interface SampleDoor {
  readonly lockId: number
  readonly name: string
  readonly group: SampleGroupName
  /** What is special about it, for the simulated lock. */
  readonly trait?:
    | 'wifi'
    | 'no passcode management'
    | 'no gateway'
    | 'incomplete keypad'
    | 'low battery'
    | 'slow clock'
  readonly gateways: readonly { readonly gatewayId: number; readonly rssi: number }[]
}

export type SampleGroupName = 'Entrances' | 'Rooms' | 'Staff areas' | 'Grounds'

export const sampleGateways = [
  { gatewayId: 3_400_101, gatewayName: 'Lobby gateway' },
  { gatewayId: 3_400_102, gatewayName: 'First floor gateway' },
  { gatewayId: 3_400_103, gatewayName: 'Basement gateway' },
] as const

const lobby = 3_400_101
const firstFloor = 3_400_102
const basement = 3_400_103

export const sampleDoors: readonly SampleDoor[] = [
  { lockId: 28_991_110, name: 'Front door', group: 'Entrances', gateways: [{ gatewayId: lobby, rssi: -51 }] },
  {
    lockId: 28_991_111,
    name: 'Side entrance',
    group: 'Entrances',
    gateways: [
      { gatewayId: lobby, rssi: -68 },
      { gatewayId: basement, rssi: -79 },
    ],
  },
  {
    lockId: 28_991_112,
    name: 'Reception office',
    group: 'Staff areas',
    gateways: [{ gatewayId: lobby, rssi: -57 }],
  },
  { lockId: 28_991_113, name: 'Room 101', group: 'Rooms', gateways: [{ gatewayId: lobby, rssi: -74 }] },
  {
    lockId: 28_991_114,
    name: 'Room 102',
    group: 'Rooms',
    gateways: [
      { gatewayId: lobby, rssi: -82 },
      { gatewayId: firstFloor, rssi: -71 },
    ],
  },
  {
    lockId: 28_991_115,
    name: 'Room 103',
    group: 'Rooms',
    trait: 'low battery',
    gateways: [{ gatewayId: firstFloor, rssi: -66 }],
  },
  { lockId: 28_991_116, name: 'Room 201', group: 'Rooms', gateways: [{ gatewayId: firstFloor, rssi: -59 }] },
  {
    lockId: 28_991_117,
    name: 'Room 202',
    group: 'Rooms',
    trait: 'slow clock',
    gateways: [{ gatewayId: firstFloor, rssi: -63 }],
  },
  { lockId: 28_991_118, name: 'Pool gate', group: 'Grounds', trait: 'wifi', gateways: [] },
  {
    lockId: 28_991_119,
    name: 'Wine cellar',
    group: 'Staff areas',
    trait: 'incomplete keypad',
    gateways: [{ gatewayId: basement, rssi: -72 }],
  },
  { lockId: 28_991_120, name: 'Boat shed', group: 'Grounds', trait: 'no gateway', gateways: [] },
  {
    lockId: 28_991_121,
    name: 'Luggage room',
    group: 'Staff areas',
    trait: 'no passcode management',
    gateways: [{ gatewayId: lobby, rssi: -61 }],
  },
  {
    lockId: 28_991_122,
    name: 'Staff room',
    group: 'Staff areas',
    gateways: [{ gatewayId: basement, rssi: -55 }],
  },
]

export const samplePeople: readonly SamplePerson[] = [
  { personId: 1, name: 'Ana Duarte', role: 'owner' },
  { personId: 2, name: 'Marek Novak', role: 'staff' },
  { personId: 3, name: 'Ilse Brandt', role: 'staff' },
  { personId: 4, name: 'Tom Okafor', role: 'staff' },
  { personId: 5, name: 'Weber family', role: 'guest' },
  { personId: 6, name: 'Sofia Lind', role: 'guest' },
  { personId: 7, name: 'Priya Raman', role: 'guest' },
  { personId: 8, name: 'Paolo Ricci', role: 'staff' },
]

export const sampleCredentials: readonly SampleCredentialHours[] = [
  { credentialId: 1, personId: 1, pin: '352614', fromHours: null, toHours: null },
  { credentialId: 2, personId: 2, pin: '480927', fromHours: null, toHours: null },
  { credentialId: 3, personId: 4, pin: '614253', fromHours: null, toHours: null },
  { credentialId: 4, personId: 6, pin: '905318', fromHours: -240, toHours: -120 },
  { credentialId: 5, personId: 3, pin: '271836', fromHours: null, toHours: null },
  { credentialId: 7, personId: 5, pin: '738291', fromHours: -26, toHours: 70 },
  { credentialId: 8, personId: 6, pin: '164085', fromHours: -4, toHours: 44 },
  { credentialId: 9, personId: 7, pin: '529470', fromHours: 20, toHours: 116 },
  { credentialId: 10, personId: 8, pin: '790835', fromHours: null, toHours: null },
]

/** Who may pass where: a credential on a whole group, or on one door. */
export const sampleGrants: readonly (
  | { readonly credentialId: number; readonly group: SampleGroupName }
  | { readonly credentialId: number; readonly lockId: number }
)[] = [
  { credentialId: 1, group: 'Entrances' },
  { credentialId: 1, group: 'Rooms' },
  { credentialId: 1, group: 'Staff areas' },
  { credentialId: 1, group: 'Grounds' },
  { credentialId: 2, group: 'Entrances' },
  { credentialId: 2, lockId: 28_991_112 },
  { credentialId: 2, lockId: 28_991_122 },
  { credentialId: 3, group: 'Entrances' },
  { credentialId: 3, group: 'Rooms' },
  { credentialId: 3, group: 'Grounds' },
  { credentialId: 3, lockId: 28_991_119 },
  { credentialId: 4, lockId: 28_991_117 },
  { credentialId: 5, group: 'Rooms' },
  { credentialId: 5, lockId: 28_991_111 },
  { credentialId: 5, lockId: 28_991_122 },
  { credentialId: 7, lockId: 28_991_110 },
  { credentialId: 7, lockId: 28_991_113 },
  { credentialId: 7, lockId: 28_991_118 },
  { credentialId: 8, lockId: 28_991_110 },
  { credentialId: 8, lockId: 28_991_114 },
  { credentialId: 9, lockId: 28_991_110 },
  { credentialId: 9, lockId: 28_991_116 },
  { credentialId: 10, lockId: 28_991_111 },
  { credentialId: 10, lockId: 28_991_119 },
]
