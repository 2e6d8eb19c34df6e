import type { DoorId } from '../../src-main/domain/ids.ts'
import { fromIso, toIso } from '../../src-main/domain/instant.ts'
import type { JobRecord } from '../../src-main/ports/stores/jobStore.ts'
import { createRandom, type Random } from '../../src-main/simulator/random.ts'
import { AUTO_ULTRA_STRICT, buildEnginePlant, type EnginePlant } from '../support/enginePlant.ts'
import { engineSite, lockIdAt } from '../support/engineSite.ts'
import { faultsOfDay } from './dayOfFaults.ts'
import { type HeapGrowth, heapGrowth, heapMegabytes } from './heap.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
/** Codes are put on the lock an hour before they count. */
const LEAD_MS = HOUR_MS
/** A removal is due when the window ends, and has this long. */
const REMOVAL_MS = 2 * MINUTE_MS

export interface DayOptions {
  readonly doors: number
  readonly monthlyQuota: number
  readonly seed: string
  /** Everything that can go wrong does, and the heap is not looked at. */
  readonly hasFaults?: boolean
}

export interface DayReport {
  /** Windows that opened or closed as decided. */
  readonly met: number
  /** Not as decided at that moment, and an open job said why, or the PC slept. */
  readonly reported: number
  readonly missed: readonly string[]
  /** Doors whose lock did not hold what was decided when the day was over, and what else was not in order then. */
  readonly outOfStep: readonly string[]
  readonly calls: number
  readonly checks: number
  /** The longest time between two readings of a door, in hours: the median over the doors. */
  readonly longestGapHours: number
  readonly heap: HeapGrowth
}

interface Window {
  readonly doorId: DoorId
  readonly lockId: number
  readonly pin: string
  readonly opensMs: number
  readonly closesMs: number
}

export interface Happening {
  readonly atMs: number
  readonly what: () => Promise<void> | void
}

/** 24 hours of a site: windows that open and close, a lost network, dead gateways, a PC that sleeps. */
export async function runDay(options: DayOptions): Promise<DayReport> {
  const random = createRandom(options.seed)
  const plant = await buildEnginePlant({
    seed: options.seed,
    site: engineSite(Array.from({ length: options.doors }, () => ({}))),
    enforcement: { ...AUTO_ULTRA_STRICT, leadTimeSeconds: LEAD_MS / 1_000 },
  })
  const application = plant.application()
  plant.store.applications.setCallsPerMonth(application.id, options.monthlyQuota)
  plant.simulator.control.setQuota({ monthlyLimit: options.monthlyQuota })
  try {
    return await new Day(plant, options, random).run()
  } finally {
    await plant.close()
  }
}

class Day {
  readonly #plant: EnginePlant
  readonly #options: DayOptions
  readonly #random: Random
  readonly #windows: Window[] = []
  readonly #doorIds: DoorId[] = []
  readonly #missed: string[] = []
  #met = 0
  #reported = 0
  #isAsleep = false
  #startMs = 0
  /** When each lock was listed. */
  readonly #listedMs = new Map<number, number[]>()
  /** After each hour of the day. */
  readonly #heapMegabytes: number[] = []

  constructor(plant: EnginePlant, options: DayOptions, random: Random) {
    this.#plant = plant
    this.#options = options
    this.#random = random
  }

  async run(): Promise<DayReport> {
    const { clock, engine, simulator } = this.#plant
    await this.#plant.advanceToNewMonth()
    for (let index = 0; index < this.#options.doors; index++) {
      this.#doorIds.push(this.#plant.provision(lockIdAt(index)).doorId)
    }
    await engine().idle()
    this.#startMs = Math.ceil(clock.nowMs() / MINUTE_MS) * MINUTE_MS
    this.#decideWindows()
    await engine().idle()
    const callsBefore = simulator.control.state().accounts[0]?.monthCount ?? 0
    await this.#live(this.#happenings())
    const calls = (simulator.control.state().accounts[0]?.monthCount ?? 0) - callsBefore
    const readings = this.#doorIds.map((_doorId, index) => this.#listedMs.get(lockIdAt(index)) ?? [])
    const gaps = readings.map(longestGapHours).sort((a, b) => a - b)
    return {
      met: this.#met,
      reported: this.#reported,
      missed: this.#missed,
      outOfStep: [...this.#outOfStep(), ...this.#leftOver()],
      calls,
      checks: readings.reduce((sum, times) => sum + times.length, 0),
      longestGapHours: gaps[Math.floor(gaps.length / 2)] ?? 0,
      heap: heapGrowth(this.#heapMegabytes),
    }
  }

  /** Takes down what the provider's journal tells, and what is kept in memory without the journal: it is not ours. */
  #endHour(): void {
    const { control } = this.#plant.simulator
    for (const { lockId, at } of control.journal({ path: '/v3/lock/listKeyboardPwd' })) {
      if (lockId === null || at < this.#startMs) continue
      const times = this.#listedMs.get(lockId)
      if (times) times.push(at)
      else this.#listedMs.set(lockId, [at])
    }
    control.clearJournal()
    if (!this.#options.hasFaults) this.#heapMegabytes.push(heapMegabytes())
  }

  #decideWindows(): void {
    for (const [index, doorId] of this.#doorIds.entries()) {
      const opensMs = this.#startMs + this.#random.integer(2 * 60, 20 * 60) * MINUTE_MS
      const closesMs = Math.min(
        opensMs + this.#random.integer(30, 6 * 60) * MINUTE_MS,
        this.#startMs + 23 * HOUR_MS,
      )
      const given = this.#plant.give([doorId], { startsAt: toIso(opensMs), endsAt: toIso(closesMs) })
      this.#windows.push({ doorId, lockId: lockIdAt(index), pin: given.pin, opensMs, closesMs })
    }
  }

  #happenings(): readonly Happening[] {
    const { control } = this.#plant.simulator
    const at = (hours: number) => this.#startMs + hours * HOUR_MS
    const dead = Array.from({ length: Math.ceil(this.#options.doors / 10) }, (_gateway, index) => 1 + index)
    const setDead = (online: boolean) => {
      for (const gatewayId of dead) control.patchGateway({ gatewayId, online })
    }
    const events: Happening[] = [
      { atMs: at(3), what: async () => void (await control.setService({ up: false })) },
      { atMs: at(5), what: async () => void (await control.setService({ up: true })) },
      { atMs: at(10), what: () => setDead(false) },
      { atMs: at(12), what: () => setDead(true) },
      { atMs: at(15), what: () => this.#fallAsleep() },
      { atMs: at(18), what: () => this.#wakeUp() },
      ...Array.from({ length: 24 }, (_, hour) => ({ atMs: at(hour + 1), what: () => this.#endHour() })),
    ]
    for (const window of this.#windows) {
      events.push({ atMs: window.opensMs, what: () => this.#look(window, true) })
      events.push({ atMs: window.closesMs + REMOVAL_MS, what: () => this.#look(window, false) })
    }
    if (this.#options.hasFaults) {
      events.push(
        ...faultsOfDay(this.#plant, this.#random, { startMs: this.#startMs, doors: this.#doorIds.length }),
      )
    }
    return events.sort((a, b) => a.atMs - b.atMs)
  }

  #fallAsleep(): void {
    this.#isAsleep = true
  }

  #wakeUp(): void {
    this.#isAsleep = false
    this.#plant.engine().lookAgain()
  }

  /** From one thing that happens or is due to the next. */
  async #live(happenings: readonly Happening[]): Promise<void> {
    const { clock, engine, store } = this.#plant
    for (const { atMs, what } of happenings) {
      while (clock.nowMs() < atMs) {
        const dueAt = store.jobs.nextDueAt()
        const dueMs = dueAt === null ? atMs : fromIso(dueAt)
        this.#passUntil(this.#isAsleep ? atMs : Math.min(atMs, Math.max(dueMs, clock.nowMs() + 1)))
        if (!this.#isAsleep) await engine().idle()
      }
      await what()
      if (!this.#isAsleep) await engine().idle()
    }
  }

  #passUntil(ms: number): void {
    const { clock, simulator, engine } = this.#plant
    const passedMs = ms - clock.nowMs()
    // A sleeping computer's monotonic clock stands still.
    if (this.#isAsleep) clock.setWall(passedMs)
    else clock.advance(passedMs)
    simulator.control.setClock({ advanceMs: passedMs })
    if (!this.#isAsleep) engine().wake()
  }

  #look(window: Window, isOpen: boolean): void {
    const holds = this.#plant.memory(window.lockId).includes(window.pin)
    if (holds === isOpen) this.#met++
    else if (this.#isAsleep || this.#isReported(window.doorId)) this.#reported++
    else {
      const hours = ((this.#plant.clock.nowMs() - this.#startMs) / HOUR_MS).toFixed(2)
      const jobs = this.#openJobs(window.doorId).map(
        (job) => `${job.type} ${job.status} until ${job.nextRunAt}: ${job.lastError}`,
      )
      this.#missed.push(
        `door ${window.doorId} at hour ${hours}: code ${isOpen ? 'absent' : 'still there'}; ${jobs.join(', ')}`,
      )
    }
  }

  #isReported(doorId: DoorId): boolean {
    // It waits, or was tried and says why it was not done yet.
    return this.#openJobs(doorId).some((job) => job.status === 'waiting_offline' || job.lastError !== null)
  }

  #openJobs(doorId: DoorId): readonly JobRecord[] {
    return this.#plant.store.jobs.ofDoor(doorId, 20).filter((job) => job.finishedAt === null)
  }

  #leftOver(): readonly string[] {
    const { store, faults } = this.#plant
    return [
      ...store.operations.unsettled().map(({ id, state }) => `operation ${id} is ${state}`),
      ...(store.traces.verifyAudit() === null ? [] : ['the audit chain is broken']),
      ...faults.map((fault) => `fault: ${String(fault)}`),
    ]
  }

  #outOfStep(): readonly string[] {
    const nowMs = this.#plant.clock.nowMs()
    return this.#windows.flatMap(({ doorId, lockId, pin, opensMs, closesMs }) => {
      const wanted = opensMs - LEAD_MS <= nowMs && nowMs < closesMs ? [pin] : []
      const held = this.#plant.memory(lockId)
      return held.join() === wanted.join()
        ? []
        : [`door ${doorId} holds ${held.length} codes, decided ${wanted.length}`]
    })
  }
}

function longestGapHours(readings: readonly number[]): number {
  let longestMs = 0
  for (let index = 1; index < readings.length; index++) {
    longestMs = Math.max(longestMs, (readings[index] ?? 0) - (readings[index - 1] ?? 0))
  }
  return longestMs / HOUR_MS
}
