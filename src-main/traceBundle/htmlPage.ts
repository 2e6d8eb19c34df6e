import { createHash } from 'node:crypto'
import type {
  BundleAudit,
  BundleJob,
  BundleLog,
  TraceBundle,
} from '../../src-preload/contract/traceBundle.ts'
import { phoneCode } from '../domain/trace/phoneCode.ts'
import { listDecidedLines } from './decidedLines.ts'
import { timelineOf } from './htmlTimeline.ts'
import { type MomentText, momentsIn } from './moments.ts'
import { jobStatusWords, jobTypeWords } from './pageWords.ts'
import { html, type SafeHtml } from './safeHtml.ts'

const STATE_WORDS: Readonly<Record<TraceBundle['outcome']['state'], string>> = {
  ok: '✓ done',
  failed: '✕ failed',
  running: '▸ running',
  waiting: '◔ waiting',
  cancelled: '⊘ cancelled',
  unknown: '? unknown',
}

/**
 * The trace as one page that opens in any browser: no script, no address of anything, every value escaped, and a
 * policy of its own that allows nothing but this very style sheet.
 */
export function writeHtml(bundle: TraceBundle, style: string): string {
  const moments = momentsIn(bundle.timezone)
  const sheet = style.trim()
  const hash = createHash('sha256').update(sheet).digest('base64')
  const body = html`${headOf(bundle, moments)}
<main>
${section('changed', '1 What changed', changed(bundle, moments))}
${section('decided', '2 What the system decided', decided(bundle, moments))}
${section('sent', '3 What was sent to locks', sent(bundle, moments))}
${section('timeline', '4 Timeline', timelineOf(bundle, moments))}
</main>
<footer><p>Exported ${moments.full(bundle.exported_at)} by ${bundle.program.name} ${bundle.program.version}. PINs, tokens, passwords and names of people were replaced by ***.</p></footer>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Trace ${bundle.correlation_id.slice(0, 8)} · Lockstep</title>
<style>${sheet}</style>
</head>
<body>
${body.markup}
</body>
</html>
`
}

function headOf(bundle: TraceBundle, moments: MomentText): SafeHtml {
  const failed = bundle.integration_logs.filter((log) => !log.ok).length
  const origin =
    bundle.origin === 'older_system'
      ? html`<p class="note">Made from an export of the older system, which recorded no durations.</p>`
      : html``
  return html`<header>
<p class="kind">Correlation detail</p>
<h1>${bundle.outcome.sentence}</h1>
<p class="facts"><span class="state" data-state="${bundle.outcome.state}">${STATE_WORDS[bundle.outcome.state]}</span>
<span class="mono">${bundle.correlation_id}</span>
<span>code <span class="mono">${phoneCode(bundle.correlation_id)}</span></span>
<span>${bundle.site_name ?? 'no site'}</span>
<span>from ${moments.full(firstMoment(bundle))}, times in ${moments.zone}</span>
<span>${countOf(bundle.integration_logs.length, 'record')}, ${failed} failed</span></p>
${origin}
<nav><a href="#changed">What changed</a> <a href="#decided">What the system decided</a> <a href="#sent">What was sent to locks</a> <a href="#timeline">Timeline</a></nav>
</header>`
}

function firstMoment(bundle: TraceBundle): string {
  const times = [
    ...bundle.app_audit.map((row) => row.time),
    ...bundle.reconcile_jobs.map((row) => row.created_at),
    ...bundle.integration_logs.map((row) => row.started_at),
  ]
  return times.reduce(
    (first, time) => (Date.parse(time) < Date.parse(first) ? time : first),
    bundle.exported_at,
  )
}

function section(id: string, title: string, content: SafeHtml): SafeHtml {
  return html`<section id="${id}"><h2>${title}</h2>
${content}
</section>`
}

function changed(bundle: TraceBundle, moments: MomentText): SafeHtml {
  if (bundle.app_audit.length === 0) {
    return html`<p class="none">Nothing in the business data was changed under this id.</p>`
  }
  return html`${bundle.app_audit.map((row) => auditRecord(row, moments))}`
}

function auditRecord(row: BundleAudit, moments: MomentText): SafeHtml {
  return html`<article><h3>${moment(row.time, moments)} <strong>${row.entity}</strong> ${row.action} <span class="end">${row.operator}</span></h3>
${json('Before', row.before, 'open')}${json('After', row.after, 'open')}</article>`
}

function decided(bundle: TraceBundle, moments: MomentText): SafeHtml {
  if (bundle.reconcile_jobs.length === 0) return html`<p class="none">No job belongs to this id.</p>`
  const time = { timezone: moments.zone, nowMs: Date.parse(bundle.exported_at) }
  const lines = bundle.integration_logs.flatMap((log) => listDecidedLines(log, time))
  const plan = lines.map(
    (line) =>
      html`<li><span class="sign" data-kind="${line.kind}">${line.sign}</span> <span class="mono">${line.name}</span> ${line.reason}</li>
`,
  )
  return html`${bundle.reconcile_jobs.map((job) => jobRecord(job, moments))}
${plan.length === 0 ? html`` : html`<ul class="plan">${plan}</ul>`}`
}

function jobRecord(job: BundleJob, moments: MomentText): SafeHtml {
  return html`<article><h3>${moment(job.created_at, moments)} <strong>${jobTypeWords(job.job_type)}</strong> <span class="mono">${job.job_type}</span> <span class="end">${countOf(job.attempt_count, 'attempt')} · ${jobStatusWords(job.status)}</span></h3>
<p>${job.reason}</p>
${error(job.last_error)}${json('Job', job)}</article>`
}

function sent(bundle: TraceBundle, moments: MomentText): SafeHtml {
  if (bundle.integration_logs.length === 0) {
    return html`<p class="none">Nothing was sent under this id.</p>`
  }
  const byLock = new Map<string, BundleLog[]>()
  for (const log of bundle.integration_logs) {
    const group = byLock.get(log.lock_key)
    if (group) group.push(log)
    else byLock.set(log.lock_key, [log])
  }
  const groups = [...byLock].map(
    ([
      lockKey,
      logs,
    ]) => html`<h3 class="lock"><span class="mono">${lockKey}</span> <span class="end">${countOf(logs.length, 'record')}</span></h3>
${logs.map((log) => logRecord(log, moments))}`,
  )
  return html`${groups}`
}

function logRecord(log: BundleLog, moments: MomentText): SafeHtml {
  const result = log.ok ? html`<span class="ok">✓ ok</span>` : html`<span class="bad">✕ failed</span>`
  const took = log.duration_ms === null ? '' : `${log.duration_ms} ms`
  const http = log.http_status === null ? '' : `HTTP ${log.http_status}`
  return html`<article id="log-${log.id}"><h4>${moment(log.started_at, moments)} <span class="mono">${log.action}</span> <span class="end">${http} ${took} ${result}</span></h4>
${error(log.error_message)}${json('Request', log.request_json)}${json('Response', log.response_json)}</article>`
}

function error(message: string | null): SafeHtml {
  return message === null ? html`` : html`<p class="error">${message}</p>`
}

/** Changes stand open; requests and answers are long and wait for a click (paper shows them all). */
function json(title: string, value: unknown, state: 'open' | 'folded' = 'folded'): SafeHtml {
  if (value === null || value === undefined) return html``
  const open = state === 'open' ? html` open` : html``
  return html`<details${open}><summary>${title}</summary><pre>${JSON.stringify(value, null, 2)}</pre></details>`
}

function moment(iso: string, moments: MomentText): SafeHtml {
  return html`<time datetime="${iso}" title="${iso}">${moments.short(iso)}</time>`
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
