import type { Random } from './random.ts'

export type LatencyRange = readonly [minMs: number, maxMs: number]

/** How long things take, in real time. */
export interface Latency {
  /** A command through gateway or Wi-Fi. */
  commandMs: LatencyRange
  /** Anything the cloud answers by itself. */
  cloudMs: LatencyRange
  /** Until the cloud gives up on a gateway or lock that does not answer. */
  giveUpMs: number
}

interface LatencyParts {
  readonly commandMs?: LatencyRange | undefined
  readonly cloudMs?: LatencyRange | undefined
  readonly giveUpMs?: number | undefined
}

export type LatencyOption = number | LatencyParts

/** 3 to 8 s for a command and 0.1 to 0.3 s for a read are recorded; a give-up after a minute was seen (facts 6). */
const realLatency: Readonly<Latency> = {
  commandMs: [3_000, 8_000],
  cloudMs: [100, 300],
  giveUpMs: 30_000,
}

/** A number is that many ms for a command and nothing for the rest; 0 is no latency at all. */
export function latencyFrom(option: LatencyOption | undefined): Latency {
  if (option === undefined) return { ...realLatency }
  if (typeof option === 'number') return { commandMs: [option, option], cloudMs: [0, 0], giveUpMs: option }
  return {
    commandMs: option.commandMs ?? realLatency.commandMs,
    cloudMs: option.cloudMs ?? realLatency.cloudMs,
    giveUpMs: option.giveUpMs ?? realLatency.giveUpMs,
  }
}

export function pickMs(range: LatencyRange, random: Random): number {
  return range[1] === 0 ? 0 : random.integer(range[0], range[1])
}
