import type { RouteName, RouteReply, RouteRequest } from './contract.ts'
import type { EnvelopeText } from './envelope.ts'
import type { LockstepEvents } from './events.ts'

/**
 * What `window.lockstep` is: one function for each route, grouped by topic (`lockstep.doors.provision(...)`),
 * and one subscription for each event. No channel name, event object or generic send crosses the bridge.
 */
export type LockstepBridge = {
  readonly [Topic in TopicOf<RouteName>]: {
    readonly [Name in RouteName as VerbOf<Name, Topic>]: (
      request: RouteRequest<Name>,
    ) => Promise<EnvelopeText<RouteReply<Name>>>
  }
} & {
  readonly events: {
    readonly [Event in keyof LockstepEvents]: (
      listener: (payload: LockstepEvents[Event]) => void,
    ) => () => void
  }
}

type TopicOf<Name extends string> = Name extends `${infer Topic}.${string}` ? Topic : never
type VerbOf<Name extends string, Topic extends string> = Name extends `${Topic}.${infer Verb}` ? Verb : never
