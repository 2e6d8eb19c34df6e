import type { SimulatorControl } from './control.ts'

/** Where each control operation is found over HTTP. GET takes its input from the query, the others a JSON body. */
export const controlRoutes = {
  state: ['GET', '/_control/state'],
  journal: ['GET', '/_control/journal'],
  clearJournal: ['DELETE', '/_control/journal'],
  faults: ['GET', '/_control/faults'],
  addFault: ['POST', '/_control/faults'],
  clearFaults: ['DELETE', '/_control/faults'],
  service: ['GET', '/_control/service'],
  setService: ['POST', '/_control/service'],
  addLock: ['POST', '/_control/locks'],
  patchLock: ['PATCH', '/_control/locks'],
  removeLock: ['DELETE', '/_control/locks'],
  addGateway: ['POST', '/_control/gateways'],
  patchGateway: ['POST', '/_control/gateway'],
  putCode: ['POST', '/_control/codes'],
  removeCode: ['DELETE', '/_control/codes'],
  typeAtDoor: ['POST', '/_control/door-use'],
  setClock: ['POST', '/_control/clock'],
  revokeTokens: ['POST', '/_control/token/revoke'],
  setQuota: ['POST', '/_control/quota'],
  setSwitches: ['POST', '/_control/switches'],
  setLatency: ['POST', '/_control/latency'],
  setRegion: ['POST', '/_control/region'],
  addAccount: ['POST', '/_control/accounts'],
  addEkey: ['POST', '/_control/ekeys'],
  replaceSite: ['POST', '/_control/site'],
} as const satisfies Record<keyof SimulatorControl, readonly [method: string, path: string]>

export type ControlOperation = keyof SimulatorControl
