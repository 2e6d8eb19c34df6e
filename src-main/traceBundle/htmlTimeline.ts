import type { BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import type { MomentText } from './moments.ts'
import { readCall } from './providerCall.ts'
import { html, type SafeHtml } from './safeHtml.ts'

/** Width of the drawing; it is scaled with the column. */
const TRACK = 1_000
/** A bar of no length must still be seen. */
const THINNEST = 3

interface Extent {
  readonly firstMs: number
  readonly spanMs: number
}

/** One row a log with its bar to scale. Drawn as SVG, since the page's policy allows no style attribute. */
export function timelineOf(bundle: TraceBundle, moments: MomentText): SafeHtml {
  const logs = [...bundle.integration_logs].sort((a, b) => startOf(a) - startOf(b) || a.id - b.id)
  if (logs.length === 0) return html`<p class="none">No record of this id has a time.</p>`
  const extent = extentOf(logs)
  return html`<table><thead><tr><th scope="col">Time</th><th scope="col">Action</th><th scope="col">Course, ${lengthText(extent.spanMs)} in all</th><th scope="col">Took</th></tr></thead>
<tbody>
${logs.map((log) => rowOf(log, extent, moments))}</tbody></table>`
}

function rowOf(log: BundleLog, extent: Extent, moments: MomentText): SafeHtml {
  const from = ((startOf(log) - extent.firstMs) / extent.spanMs) * (TRACK - THINNEST)
  const width = Math.max(THINNEST, ((log.duration_ms ?? 0) / extent.spanMs) * TRACK)
  const kind = log.ok ? (readCall(log) === null ? 'engine' : 'call') : 'failed'
  const took = log.duration_ms === null ? '' : `${log.duration_ms} ms`
  return html`<tr><td><time datetime="${log.started_at}" title="${log.started_at}">${moments.short(log.started_at)}</time></td>
<td><a href="#log-${log.id}" class="mono">${log.action}</a></td>
<td class="track"><svg viewBox="0 0 ${TRACK} 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${from.toFixed(1)}" width="${width.toFixed(1)}" height="10" class="${kind}"/></svg></td>
<td class="number">${log.ok ? took : html`<strong class="bad">✕ ${took}</strong>`}</td></tr>
`
}

function extentOf(logs: readonly BundleLog[]): Extent {
  let firstMs = Number.POSITIVE_INFINITY
  let lastMs = Number.NEGATIVE_INFINITY
  for (const log of logs) {
    firstMs = Math.min(firstMs, startOf(log))
    lastMs = Math.max(lastMs, startOf(log) + (log.duration_ms ?? 0))
  }
  return { firstMs, spanMs: Math.max(1, Math.round(lastMs - firstMs)) }
}

function lengthText(ms: number): string {
  return ms < 10_000 ? `${ms} ms` : `${(ms / 1_000).toLocaleString('en-GB', { maximumFractionDigits: 1 })} s`
}

function startOf(log: BundleLog): number {
  return Date.parse(log.started_at)
}
