export const traceActions = {
  openWindow: 'Open in its own window',
  tooManyWindows: 'Eight traces are open in windows of their own. Close one of them first.',
} as const
