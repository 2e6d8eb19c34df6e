/** The only source of time. `nowMs` is wall time (epoch ms), `monotonicMs` never goes back and survives clock changes. */
export interface Clock {
  nowMs(): number
  monotonicMs(): number
}
