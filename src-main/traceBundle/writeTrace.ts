import type { TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import type { TraceExportFormat } from '../../src-preload/contract/views/traces.ts'
import { assertNever } from '../domain/assertNever.ts'
import { FileTooLarge, writeBundle } from './bundleFile.ts'
import { writeHar } from './har.ts'
import { writeHtml } from './htmlPage.ts'
import { writeJsonLines } from './jsonLines.ts'
import { writeOtlp } from './otlp.ts'
import { redactBundle } from './redactBundle.ts'
import { type SecretFinding, scanForSecrets } from './secretScan.ts'

export interface WriteOrder {
  /** PINs and provider secrets of the doors, codes and accounts concerned. */
  readonly secrets: readonly string[]
  readonly format: TraceExportFormat
  /** The style sheet of the exported page. */
  readonly pageStyle: string
}

export type WrittenTrace =
  | { readonly kind: 'written'; readonly text: string }
  | { readonly kind: 'has_secret'; readonly first: SecretFinding; readonly count: number }
  | { readonly kind: 'too_large' }

/**
 * The trace as the text of a file: redacted once more, looked through for what redaction should have caught, and only
 * then written.
 * @param report how many log rows are done
 */
export function writeTrace(
  bundle: TraceBundle,
  order: WriteOrder,
  report: (done: number) => void = () => undefined,
): WrittenTrace {
  const safe = redactBundle(bundle, order.secrets, report)
  const findings = scanForSecrets(safe, order.secrets)
  const [first] = findings
  if (first !== undefined) return { kind: 'has_secret', first, count: findings.length }
  try {
    return { kind: 'written', text: writeFormat(safe, order) }
  } catch (error) {
    if (error instanceof FileTooLarge) return { kind: 'too_large' }
    throw error
  }
}

function writeFormat(bundle: TraceBundle, { format, pageStyle }: WriteOrder): string {
  switch (format) {
    case 'bundle':
      return writeBundle(bundle)
    case 'html':
      return writeHtml(bundle, pageStyle)
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
