/**
 * A `weekText` in words: `Mon–Fri 08:00–18:00, Sat 09:00–12:00 and 14:00–16:00`, or `never`. Days with the same hours
 * stand together, so that the same week has the same words however it was cut into periods.
 */
export function scheduleWords(week: string): string {
  if (week === '') return 'never'
  const daysOf = new Map<string, number[]>()
  for (const ofDay of week.split(' ')) {
    const [day, hours] = ofDay.split(':')
    if (day === undefined || hours === undefined) continue
    daysOf.set(hours, [...(daysOf.get(hours) ?? []), Number(day)])
  }
  return [...daysOf].map(([hours, days]) => `${dayWords(days)} ${hourWords(hours)}`).join(', ')
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** `Mon–Fri`, `Mon and Wed`, `every day`; two neighbours are named one by one. */
function dayWords(days: readonly number[]): string {
  if (days.length === DAYS.length) return 'every day'
  const runs: number[][] = []
  for (const day of days) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const named = runs.flatMap((run) =>
    run.length > 2 ? [`${nameOf(run[0])}–${nameOf(run.at(-1))}`] : run.map(nameOf),
  )
  return listed(named)
}

function nameOf(day: number | undefined): string {
  return DAYS[(day ?? 0) - 1] ?? '?'
}

function hourWords(hours: string): string {
  if (hours === '0-1440') return 'all day'
  return listed(hours.split(',').map((stretch) => stretch.split('-').map(Number).map(clockText).join('–')))
}

function clockText(minute: number): string {
  const [hour, rest] = [Math.floor(minute / 60), minute % 60]
  return `${String(hour).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
