import { DateTime } from 'luxon'
import type { PlanDoorView, PlanLineView, PlanView } from '../../src-preload/contract/views/plans.ts'
import type { FingerprintParts } from '../domain/plan/fingerprint.ts'
import type { Store } from '../ports/store.ts'
import type { PlanRecord } from '../ports/stores/planStore.ts'
import { html, type SafeHtml } from '../traceBundle/safeHtml.ts'

const SIGNS: Readonly<Record<PlanLineView['kind'], string>> = {
  add: '+ Add',
  change: '~ Change',
  replace: '~ Replace',
  delete: '− Remove',
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

/** Digits of a PIN that somebody typed into a name or a reason are not printed. */
export function pinsOfPlan(store: Store, plan: PlanRecord): ReadonlySet<string> {
  return new Set(
    store.plans.doorHeads(plan.id).flatMap(({ doorId }) => {
      // Written by `fingerprintPartsOf` and sealed; nothing else writes that column.
      const parts = store.plans.inventory(plan.id, doorId) as FingerprintParts | null
      return parts === null ? [] : [...parts.expected, ...parts.actual].map(({ pin }) => pin)
    }),
  )
}

/** A plan on paper: what it would do or did, who decided it and why. It holds no PIN. */
export function writePlanPage(
  plan: PlanView,
  about: {
    readonly pins: ReadonlySet<string>
    readonly nowMs: number
    linesOf(door: PlanDoorView): readonly PlanLineView[]
  },
): string {
  const say = (text: string) =>
    text.replace(/\d{4,9}/g, (digits) => (about.pins.has(digits) ? '••••' : digits))
  const zone = plan.doors[0]?.timezone ?? 'UTC'
  const at = (iso: string | null, inZone = zone) => (iso === null ? '' : momentText(iso, inZone))
  const doors = plan.doors.filter(
    (door) => Object.keys(door.counts).length > 0 || DOOR_NOTES[door.state] !== undefined,
  )
  const quiet = plan.doors.length - doors.length
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
table { width: 100%; border-collapse: collapse; }
th, td { text-align: left; vertical-align: top; padding: 1.2mm 2mm 1.2mm 0; border-bottom: 0.2mm solid #bbb; overflow-wrap: anywhere; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { font-weight: 600; border-bottom: 0.4mm solid #111; }
.facts td:first-child { width: 42mm; color: #444; }
.sign { width: 30mm; } .what { width: 42mm; } .window { width: 40mm; }
.muted { color: #444; }
</style>
</head>
<body>
<h1>${say(plan.row.title)}</h1>
<table class="facts"><tbody>
${fact('State', plan.row.status.replaceAll('_', ' '))}
${fact('Mode', plan.row.mode.replaceAll('_', ' '))}
${fact('Made', at(plan.row.createdAt))}
${plan.approvedBy === null ? [] : [fact('Approved', `${plan.approvedBy}, ${at(plan.approvedAt)}: “${say(plan.approvalReason ?? '')}”`)]}
${plan.secondOperator?.confirmedBy ? [fact('Confirmed', `${plan.secondOperator.confirmedBy}, ${at(plan.secondOperator.confirmedAt)}`)] : []}
${plan.safeguards.flatMap((each) => (each.allowed ? [fact('Allowed once', `${say(each.sentence)} ${each.allowed.by}, ${at(each.allowed.at)}: “${say(each.allowed.reason)}”`)] : []))}
${fact('Trace', plan.row.correlationId)}
${fact('Printed', `${momentText(new Date(about.nowMs).toISOString(), zone)} (${zone})`)}
</tbody></table>
${plan.impact.length === 0 ? [] : [html`<h2>Who gains or loses a door</h2><ul>${plan.impact.map((sentence) => html`<li>${say(sentence)}</li>`)}</ul>`]}
${doors.map((door) => doorTable(door, about.linesOf(door), say))}
${quiet === 0 ? [] : [html`<p class="muted">In step, with nothing to do: ${quiet === 1 ? '1 door' : `${quiet} doors`}.</p>`]}
</body>
</html>
`.markup
}

function fact(name: string, value: string): SafeHtml {
  return html`<tr><td>${name}</td><td>${value}</td></tr>`
}

function doorTable(
  door: PlanDoorView,
  all: readonly PlanLineView[],
  say: (text: string) => string,
): SafeHtml {
  const note = DOOR_NOTES[door.state]
  const lines = all.filter((line) => line.kind !== 'unchanged')
  const shown = lines.map(
    (line) => html`<tr>
<td class="sign">${SIGNS[line.kind]}</td>
<td class="what">${say(line.title)}</td>
<td class="window">${windowText(line.window, door.timezone)}</td>
<td>${say(line.why)}${line.result === null ? [] : [html`<br><strong>${RESULTS[line.result]}.</strong> ${say(line.resultSentence ?? '')}`]}</td>
</tr>`,
  )
  return html`<h2>${say(door.doorName)}</h2>
${note === undefined ? [] : [html`<p>${note} ${say(door.unreadableBecause ?? '')}</p>`]}
${lines.length === 0 ? [] : [html`<table><thead><tr><th class="sign">What</th><th class="what">Code</th><th class="window">When it counts</th><th>Why, and what became of it</th></tr></thead><tbody>${shown}</tbody></table>`]}
${door.unchanged === 0 ? [] : [html`<p class="muted">Unchanged: ${door.unchanged}.</p>`]}`
}

function windowText(window: PlanLineView['window'], zone: string): string {
  if (window === null) return ''
  if (window.kind === 'permanent') return 'no end'
  if (window.kind === 'other') return 'of another kind'
  return `${momentText(window.startsAt, zone)} to ${momentText(window.endsAt, zone)}`
}

function momentText(iso: string, zone: string): string {
  return DateTime.fromISO(iso, { zone, locale: 'en' }).toFormat('d LLL yyyy HH:mm')
}
