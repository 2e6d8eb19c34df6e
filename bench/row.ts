/** One line of `results.json` and of the printed table. */
export interface Row {
  readonly id: string
  readonly what: string
  /** Median over the rounds, in `unit`; null when the row was skipped. */
  readonly value: number | null
  readonly unit: string
  /** The peer or limit measured in the same run, and its median in the same unit. */
  readonly against: string | null
  readonly againstValue: number | null
  /** Median of the rounds' own ratios `value / against`, so that a machine that slows down meanwhile slows both. */
  readonly ratio: number | null
  /** `ratio <= 4`; null for a row that only informs. */
  readonly aim: string | null
  readonly pass: boolean | null
  readonly notes: readonly string[]
}

/** One file below `rows/`. Runs in a process of its own. */
export interface RowModule {
  readonly id: string
  readonly what: string
  run(): Promise<Row | readonly Row[]>
}

/** A peer that is not there, with the reason; the row is reported as skipped. */
export class Skipped extends Error {
  override name = 'Skipped'
}

export interface Aim {
  readonly text: string
  isMet(figure: number): boolean
}

/** `figure` says in words what is compared: usually the ratio. */
export function atMost(limit: number, figure = 'ratio'): Aim {
  return { text: `${figure} <= ${limit}`, isMet: (measured) => measured <= limit }
}

export function atLeast(limit: number, figure = 'ratio'): Aim {
  return { text: `${figure} >= ${limit}`, isMet: (measured) => measured >= limit }
}

export function skippedRow(about: Pick<Row, 'id' | 'what'>, reason: string): Row {
  return {
    ...about,
    value: null,
    unit: '',
    against: null,
    againstValue: null,
    ratio: null,
    aim: null,
    pass: null,
    notes: [`skipped: ${reason}`],
  }
}
