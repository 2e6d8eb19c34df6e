import { rename, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import type { TraceExportFormat } from '../../src-preload/contract/views/traces.ts'
import { assertNever } from '../domain/assertNever.ts'
import type { FileDialog, FileKind } from '../ports/fileDialog.ts'
import { writeBundle } from '../traceBundle/bundleFile.ts'
import { writeHar } from '../traceBundle/har.ts'
import { writeHtml } from '../traceBundle/htmlPage.ts'
import { writeJsonLines } from '../traceBundle/jsonLines.ts'
import { writeOtlp } from '../traceBundle/otlp.ts'
import { redactInSlices } from '../traceBundle/redactBundle.ts'
import { scanForSecrets } from '../traceBundle/secretScan.ts'
import type { CollectedTrace } from './collectTrace.ts'
import { RequestError } from './requestError.ts'

const ENDINGS: Readonly<Record<TraceExportFormat, string>> = {
  bundle: 'lockstep-trace.json',
  html: 'html',
  jsonl: 'jsonl',
  har: 'har',
  otlp: 'otlp.json',
}
const KINDS: Readonly<Record<TraceExportFormat, FileKind>> = {
  bundle: { name: 'Lockstep trace', extensions: ['lockstep-trace.json', 'json'] },
  html: { name: 'Web page', extensions: ['html'] },
  jsonl: { name: 'JSON Lines', extensions: ['jsonl'] },
  har: { name: 'HTTP Archive', extensions: ['har'] },
  otlp: { name: 'OpenTelemetry traces', extensions: ['json'] },
}
const OWNER_ONLY = 0o600

export interface ExportParts {
  readonly dialog: FileDialog
  /** The style sheet of the exported page. */
  readonly readPageStyle: () => Promise<string>
}

export type ExportResult =
  | { readonly kind: 'saved'; readonly fileName: string; readonly bytes: number }
  | { readonly kind: 'cancelled' }

/**
 * Redacts the trace once more, looks through it for what redaction should have caught, and only then asks where to.
 * Throws `export_has_secret` (with the place, never the value) before anything was written.
 */
export async function exportTrace(
  parts: ExportParts,
  { bundle, secrets }: CollectedTrace,
  format: TraceExportFormat,
): Promise<ExportResult> {
  const safe = await cleared(bundle, secrets)
  const text = await writeFormat(parts, safe, format)
  const path = await parts.dialog.chooseFileToSave({
    title: 'Export trace',
    suggestedName: `trace-${bundle.correlation_id.slice(0, 8)}.${ENDINGS[format]}`,
    kinds: [KINDS[format]],
  })
  if (path === null) return { kind: 'cancelled' }
  await save(path, text)
  return { kind: 'saved', fileName: basename(path), bytes: Buffer.byteLength(text) }
}

/** The bundle as it may leave, or `export_has_secret`. */
async function cleared(bundle: TraceBundle, secrets: readonly string[]): Promise<TraceBundle> {
  const safe = await redactInSlices(bundle, secrets, () => setImmediate())
  const findings = scanForSecrets(safe, secrets)
  const [first] = findings
  if (first === undefined) return safe
  throw new RequestError('export_has_secret', {
    facts: { where: first.where, what: first.what, count: findings.length },
  })
}

async function writeFormat(
  parts: ExportParts,
  bundle: TraceBundle,
  format: TraceExportFormat,
): Promise<string> {
  switch (format) {
    case 'bundle':
      return writeBundle(bundle)
    case 'html':
      return writeHtml(bundle, await parts.readPageStyle())
    case 'jsonl':
      return writeJsonLines(bundle)
    case 'har':
      return writeHar(bundle)
    case 'otlp':
      return writeOtlp(bundle)
    default:
      return assertNever(format)
  }
}

/** Beside its place first, so that a full disk leaves no half file under the chosen name. */
async function save(path: string, text: string): Promise<void> {
  const beside = `${path}.part`
  try {
    await writeFile(beside, text, { mode: OWNER_ONLY })
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw new RequestError('file_not_written', { facts: { reason: errorCode(cause) }, cause })
  }
}

export function errorCode(cause: unknown): string {
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown'
}
