import type { LockstepBridge } from './contract/bridge.ts'
import type { Envelope, EnvelopeText } from './contract/envelope.ts'

declare global {
  interface Window {
    readonly lockstep: LockstepBridge
  }

  interface JSON {
    parse<T>(text: EnvelopeText<T>): Envelope<T>
  }
}
