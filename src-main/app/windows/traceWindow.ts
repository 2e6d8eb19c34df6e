import type { BrowserWindow } from 'electron'
import type { CorrelationId } from '../../domain/ids.ts'
import type { TraceWindows } from '../../ports/traceWindows.ts'
import type { WindowFactory } from './windowFactory.ts'

const SIZES = { width: 1_100, height: 760, minWidth: 720, minHeight: 480 } as const

/** Two traces side by side are the point; a hundred windows are an accident. */
const MAX_TRACE_WINDOWS = 8

export function createTraceWindows({
  createWindow,
  showInMain,
}: {
  readonly createWindow: WindowFactory
  readonly showInMain: (place: string) => void
}): TraceWindows {
  const windows = new Map<CorrelationId, BrowserWindow>()
  return {
    showInMain,
    open(correlationId) {
      const existing = windows.get(correlationId)
      if (existing !== undefined) {
        if (existing.isMinimized()) existing.restore()
        existing.focus()
        return true
      }
      if (windows.size >= MAX_TRACE_WINDOWS) return false
      const opened = createWindow({
        kind: 'trace',
        place: `/trace-window/${correlationId}`,
        title: 'Trace – Lockstep',
        placement: { width: SIZES.width, height: SIZES.height, isMaximized: false },
        minWidth: SIZES.minWidth,
        minHeight: SIZES.minHeight,
        showsWhenReady: true,
      })
      windows.set(correlationId, opened)
      opened.once('closed', () => windows.delete(correlationId))
      return true
    },
  }
}
