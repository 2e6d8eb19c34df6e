import type { LockstepBridge } from './contract/bridge.ts'

declare global {
  interface Window {
    readonly lockstep: LockstepBridge
  }
}
