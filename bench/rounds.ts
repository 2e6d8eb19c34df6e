import { type Aim, type Row, Skipped, skippedRow } from './row.ts'

/** Fewer say nothing about the spread. */
const ROUNDS = 7

/** Does its work once and returns what it measured. Whatever it needs is set up before. */
export type Contender = () => number | Promise<number>

export type Measured<Name extends string> = Readonly<Record<Name, readonly number[]>>

/**
 * Measures all contenders once a round, each round beginning with the next one, so that drift of the machine falls on
 * all alike. A first round warms up and does not count.
 */
export async function measureInterleaved<Name extends string>(
  contenders: Readonly<Record<Name, Contender>>,
  options: { readonly rounds?: number; readonly warmUps?: number } = {},
): Promise<Measured<Name>> {
  const names = Object.keys(contenders) as Name[]
  const measured = new Map(names.map((name) => [name, [] as number[]]))
  const warmUps = options.warmUps ?? 1
  const rounds = options.rounds ?? ROUNDS
  for (let round = -warmUps; round < rounds; round++) {
    const first = (round + warmUps) % names.length
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const value = await contenders[name]()
      if (round >= 0) measured.get(name)?.push(value)
    }
  }
  // Filled for every name above.
  return Object.fromEntries(measured) as unknown as Measured<Name>
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** Linear between the two nearest. Throws for an empty list: nothing was measured. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * share
  const below = sorted[Math.floor(at)]
  const above = sorted[Math.ceil(at)]
  if (below === undefined || above === undefined) throw new Error('nothing was measured')
  return below + (above - below) * (at - Math.floor(at))
}

function ratios(values: readonly number[], against: readonly number[]): readonly number[] {
  return values.map((value, round) => value / (against[round] ?? Number.NaN))
}

/** Milliseconds that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** Of so many readings; each must find as many rows as are `expected`. */
export function p95(samples: number, read: () => number, expected: number): number {
  const times: number[] = []
  for (let sample = 0; sample < samples; sample++) {
    const from = performance.now()
    const found = read()
    times.push(performance.now() - from)
    if (found !== expected) throw new Error(`${found} rows instead of ${expected}`)
  }
  return quantile(times, 0.95)
}

/** A row made of two contenders of the same run. */
export function comparedRow(
  about: Pick<Row, 'id' | 'what' | 'unit'>,
  sides: {
    readonly values: readonly number[]
    readonly against: string
    readonly againstValues: readonly number[]
    readonly aim: Aim | null
    readonly notes?: readonly string[]
  },
): Row {
  const perRound = ratios(sides.values, sides.againstValues)
  const ratio = median(perRound)
  return {
    ...about,
    value: rounded(median(sides.values)),
    against: sides.against,
    againstValue: rounded(median(sides.againstValues)),
    ratio: rounded(ratio),
    aim: sides.aim?.text ?? null,
    pass: sides.aim?.isMet(ratio) ?? null,
    notes: [
      `rounds: ${sides.values.map(rounded).join(' ')} against ${sides.againstValues.map(rounded).join(' ')}`,
      ...(sides.notes ?? []),
    ],
  }
}

/** Four significant digits: more is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4))
}

/** A peer that cannot be had makes one skipped row, not a failed run. */
export async function orSkipped(
  about: Pick<Row, 'id' | 'what'>,
  measure: () => Promise<Row | readonly Row[]>,
): Promise<readonly Row[]> {
  try {
    const rows = await measure()
    return 'id' in rows ? [rows] : rows
  } catch (error) {
    if (error instanceof Skipped) return [skippedRow(about, error.message)]
    throw error
  }
}
