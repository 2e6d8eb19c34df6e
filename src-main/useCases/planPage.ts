import { setImmediate } from 'node:timers/promises'
import { DateTime } from 'luxon'
import type {
  PlanDoorView,
  PlanImpactSums,
  PlanImpactView,
  PlanLineView,
  PlanView,
} from '../../src-preload/contract/views/plans.ts'
import { farDatesOf } from '../domain/grant/farDates.ts'
import type { DoorId, PlanId } from '../domain/ids.ts'
import type { FingerprintParts } from '../domain/plan/fingerprint.ts'
import type { Store } from '../ports/store.ts'
import { html, type SafeHtml } from '../traceBundle/safeHtml.ts'

const SIGNS: Readonly<Record<PlanLineView['kind'], string>> = {
  add: '+ Add',
  change: '~ Change',
  replace: '~ Replace',
  delete: '− Remove',
  schedule: '~ Open schedule',
  blocked_by_grace: '⏸ Kept by grace',
  invalid_expected: '! Invalid',
  reported: '· Reported only',
  under_way: '· Under way',
  unchanged: '= Unchanged',
}

const RESULTS: Readonly<Record<NonNullable<PlanLineView['result']>, string>> = {
  ok: 'Done, read back',
  failed: 'Failed',
  unconfirmed: 'Unconfirmed',
  already_so: 'Already so',
  stale: 'Not sent: the lock changed',
  skipped: 'Left out',
}

const DOOR_NOTES: Partial<Record<PlanDoorView['state'], string>> = {
  unreadable: 'The lock could not be read, so nothing is planned for it.',
  stale: 'Changed since the preview; nothing was sent to it.',
  skipped: 'Left out of the apply by a person.',
}

export interface PlanPageParts {
  readonly impact: PlanImpactView
  /** Lines that a person took out of a plan that is not approved yet. */
  readonly leftOut: ReadonlySet<string>
  readonly nowMs: number
  linesOf(door: PlanDoorView): readonly PlanLineView[]
}

/** A plan on paper: what it would do or did, to whom, who decided it and why. It holds no PIN. */
export async function writePlanPage(store: Store, plan: PlanView, about: PlanPageParts): Promise<string> {
  // Names and reasons may have a PIN that somebody typed into them; of a thousand doors others get their turn between.
  const pins = new Set<string>()
  const whole: (readonly [PlanDoorView, readonly PlanLineView[]])[] = []
  for (const door of plan.doors) {
    for (const pin of pinsOfDoor(store, plan.row.id as PlanId, door.doorId as DoorId)) pins.add(pin)
    whole.push([door, about.linesOf(door).filter((line) => line.kind !== 'unchanged')])
    await setImmediate()
  }
  const say = (text: string) => text.replace(/\d{4,9}/g, (digits) => (pins.has(digits) ? '••••' : digits))
  const tables: SafeHtml[] = []
  for (const [door, lines] of whole) {
    if (lines.length === 0 && DOOR_NOTES[door.state] === undefined) continue
    tables.push(doorTable(door, lines, { say, leftOut: about.leftOut }))
    await setImmediate()
  }
  return pageOf(plan, { ...about, tables, say })
}

function pinsOfDoor(store: Store, planId: PlanId, doorId: DoorId): readonly string[] {
  // Written by `fingerprintPartsOf` and sealed; nothing else writes that column.
  const parts = store.plans.inventory(planId, doorId) as FingerprintParts | null
  return parts === null ? [] : [...parts.expected, ...parts.actual].map(({ pin }) => pin)
}

interface PageParts extends PlanPageParts {
  readonly tables: readonly SafeHtml[]
  say(text: string): string
}

function pageOf(plan: PlanView, { impact, tables, nowMs, say }: PageParts): string {
  const zone = plan.doors[0]?.timezone ?? 'UTC'
  const at = (iso: string | null, inZone = zone) => (iso === null ? '' : momentText(iso, inZone))
  const quiet = plan.doors.length - tables.length
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Plan ${plan.row.id}</title>
<style>
@page { size: A4; margin: 16mm 14mm; }
body { font: 10.5pt/1.45 system-ui, sans-serif; color: #111; max-width: 182mm; margin: 0 auto; padding: 12px; }
h1 { font-size: 18pt; margin: 0 0 2mm; }
h2 { font-size: 12pt; margin: 7mm 0 1mm; break-after: avoid; }
p, ul { margin: 0 0 2mm; }
ul { padding-left: 5mm; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: 0.2mm solid #bbb; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { font-weight: 600; border-bottom: 0.4mm solid #111; }
.facts td:first-child { width: 30mm; color: #444; }
.sign { width: 24mm; } .what { width: 36mm; } .window { width: 32mm; }
.muted { color: #444; }
</style>
</head>
<body>
<h1>${say(plan.row.title)}</h1>
<table class="facts"><tbody>
${fact('State', plan.row.status.replaceAll('_', ' '))}
${fact('Mode', plan.row.mode.replaceAll('_', ' '))}
${fact('Lines', sumsText(plan.row))}
${plan.progress.proven + plan.progress.failed === 0 ? [] : [fact('Result', progressText(plan.progress))]}
${fact('Made', at(plan.row.createdAt))}
${plan.approvedBy === null ? [] : [fact('Approved', `${plan.approvedBy}, ${at(plan.approvedAt)}: “${say(plan.approvalReason ?? '')}”`)]}
${plan.secondOperator?.confirmedBy ? [fact('Confirmed', `${plan.secondOperator.confirmedBy}, ${at(plan.secondOperator.confirmedAt)}`)] : []}
${plan.safeguards.flatMap((each) => (each.allowed ? [fact('Allowed once', `${say(each.sentence)} ${each.allowed.by}, ${at(each.allowed.at)}: “${say(each.allowed.reason)}”`)] : []))}
${fact('Trace', plan.row.correlationId)}
${fact('Printed', `${momentText(new Date(nowMs).toISOString(), zone)} (${zone})`)}
</tbody></table>
${impact.total + impact.sums.unknownCodes === 0 ? [] : [html`<h2>Who gains or loses a door</h2><p>${impactText(impact.sums)}</p><ul>${impact.sentences.map((sentence) => html`<li>${say(sentence)}</li>`)}</ul>`]}
${tables}
${quiet === 0 ? [] : [html`<p class="muted">In step, with nothing to do: ${quiet === 1 ? '1 door' : `${quiet} doors`}.</p>`]}
</body>
</html>
`.markup
}

function fact(name: string, value: string): SafeHtml {
  return html`<tr><td>${name}</td><td>${value}</td></tr>`
}

function sumsText(row: PlanView['row']): string {
  return [
    countText(row.adds, 'code to add', 'codes to add'),
    countText(row.changes, 'code to change', 'codes to change'),
    countText(row.deletes, 'code to remove', 'codes to remove'),
    countText(row.blocked, 'kept by grace'),
    countText(row.invalid, 'invalid'),
    countText(row.reported, 'only reported'),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function progressText({ proven, failed, leftOut }: PlanView['progress']): string {
  return [
    countText(proven, 'line done and read back', 'lines done and read back'),
    countText(failed, 'failed or unconfirmed'),
    countText(leftOut, 'left out'),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function impactText(sums: PlanImpactSums): string {
  const inStay = sums.lossesInStay === 0 ? '' : ` (${sums.lossesInStay} during the stay)`
  const losses = countText(sums.losses, 'loses a door', 'lose a door')
  return [
    countText(sums.gains, 'gains a door', 'gain a door'),
    losses === '' ? '' : `${losses}${inStay}`,
    countText(sums.interrupted, 'is without a code for a moment', 'are without a code for a moment'),
    countText(sums.changes, 'change', 'changes'),
    countText(sums.ended, 'ended code goes', 'ended codes go'),
    countText(sums.unknownCodes, 'code of nobody here goes', 'codes of nobody here go'),
  ]
    .filter((part) => part !== '')
    .join(', ')
}

function countText(count: number, one: string, many = one): string {
  return count === 0 ? '' : `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

function doorTable(
  door: PlanDoorView,
  lines: readonly PlanLineView[],
  { say, leftOut }: Pick<PageParts, 'say' | 'leftOut'>,
): SafeHtml {
  const note = DOOR_NOTES[door.state]
  const shown = lines.map(
    (line) => html`<tr>
<td class="sign">${SIGNS[line.kind]}</td>
<td class="what">${say(line.title)}</td>
<td class="window">${windowText(line.window, door.timezone)}</td>
<td>${say(line.why)}${outcomeOf(line, { say, leftOut })}</td>
</tr>`,
  )
  return html`<h2>${say(door.doorName)}</h2>
${note === undefined ? [] : [html`<p>${note} ${say(door.unreadableBecause ?? '')}</p>`]}
${lines.length === 0 ? [] : [html`<table><thead><tr><th class="sign">What</th><th class="what">Code</th><th class="window">When it counts</th><th>Why, and what became of it</th></tr></thead><tbody>${shown}</tbody></table>`]}
${door.unchanged === 0 ? [] : [html`<p class="muted">Unchanged: ${door.unchanged}.</p>`]}`
}

function outcomeOf(
  line: PlanLineView,
  { say, leftOut }: Pick<PageParts, 'say' | 'leftOut'>,
): readonly SafeHtml[] {
  if (line.result !== null) {
    return [html`<br><strong>${RESULTS[line.result]}.</strong> ${say(line.resultSentence ?? '')}`]
  }
  return leftOut.has(line.lineId) ? [html`<br><strong>Not selected.</strong>`] : []
}

/** A side that is open has a date far away on the lock, which is not told. */
function windowText(window: PlanLineView['window'], zone: string): string {
  if (window === null) return ''
  if (window.kind === 'permanent') return 'no end'
  if (window.kind === 'other') return 'of another kind'
  const far = farDatesOf(zone)
  const isOpenStart = Date.parse(window.startsAt) === far.startMs
  const end = Date.parse(window.endsAt) === far.endMs ? 'no end' : `until ${momentText(window.endsAt, zone)}`
  return isOpenStart ? end : `from ${momentText(window.startsAt, zone)}, ${end}`
}

function momentText(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone, locale: 'en' }).toFormat('d LLL yyyy HH:mm')
}
