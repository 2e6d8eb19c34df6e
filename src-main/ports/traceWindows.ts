import type { CorrelationId } from '../domain/ids.ts'

/** Windows that show one trace each. */
export interface TraceWindows {
  /** Opens the trace in a window of its own, or brings the window that has it to the front. False above the limit. */
  open(correlationId: CorrelationId): boolean
  /** Brings the main window to the front, at this place. */
  showInMain(place: string): void
}
