import type { ElectronApplication } from '@playwright/test'

/** Runs `work` and says for how long at most the main process was busy with one thing meanwhile, ms. */
export async function watchMainLoop<T>(
  electron: ElectronApplication,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly longestMs: number }> {
  await electron.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks')
    const delay = monitorEventLoopDelay({ resolution: 2 })
    delay.enable()
    Object.assign(globalThis, { benchLoopDelay: delay })
  })
  const value = await work()
  const longestMs = await electron.evaluate(() => {
    // Put there a moment ago.
    const { benchLoopDelay } = globalThis as unknown as {
      benchLoopDelay: { readonly max: number; disable(): void }
    }
    benchLoopDelay.disable()
    return benchLoopDelay.max / 1e6
  })
  return { value, longestMs }
}
