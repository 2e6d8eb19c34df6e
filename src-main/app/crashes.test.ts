import { EventEmitter } from 'node:events'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryLogger } from '../../tests/support/memoryLogger.ts'
import { decideAfterWindowCrash, watchCrashes } from './crashes.ts'

class FakeApp extends EventEmitter {
  readonly ends: string[] = []
  relaunch(): void {
    this.ends.push('relaunch')
  }
  exit(code: number): void {
    this.ends.push(`exit ${code}`)
  }
}

const contents = { isDestroyed: () => false, reload: vi.fn() }
const crashed = { reason: 'crashed', exitCode: 11 }

beforeEach(() => {
  contents.reload.mockClear()
})

function watch(choice: 'restart' | 'quit') {
  const app = new FakeApp()
  const process = new EventEmitter()
  const logger = createMemoryLogger()
  const steps: string[] = []
  let nowMs = 0
  watchCrashes({
    // The fakes have the few members that the code under test uses.
    app: app as never,
    process: process as never,
    logger,
    monotonicMs: () => nowMs,
    offerRestart: async (reason) => {
      steps.push(`offer ${reason}`)
      return choice
    },
    drainAfterFault: async () => {
      steps.push('drain')
    },
  })
  const wait = (ms: number): void => {
    nowMs += ms
  }
  return { app, process, logger, steps, wait }
}

describe('window crash (checklist 30)', () => {
  it.each([
    ['the first', [0], 'reload'],
    ['a second within a minute', [0, 30_000], 'ask'],
    ['a second after a minute', [0, 60_000], 'reload'],
  ] as const)('%s', (_name, times, decision) => {
    expect(decideAfterWindowCrash(times, times.at(-1) ?? 0)).toBe(decision)
  })

  it('is recorded and the page loaded again, once', () => {
    const { app, logger } = watch('restart')
    app.emit('render-process-gone', {}, contents, crashed)
    expect(contents.reload).toHaveBeenCalledTimes(1)
    expect(logger.entries).toEqual([
      { level: 'error', message: 'window process gone', fields: { reason: 'crashed', exitCode: 11 } },
    ])
  })

  it('that comes back stops the engine and offers a restart', async () => {
    const { app, steps } = watch('restart')
    app.emit('render-process-gone', {}, contents, crashed)
    app.emit('render-process-gone', {}, contents, crashed)
    await vi.waitFor(() => expect(app.ends).toEqual(['relaunch', 'exit 0']))
    expect(steps).toEqual(['drain', 'offer window'])
  })

  it('is none when the process ended in order', () => {
    const { app, logger } = watch('restart')
    app.emit('render-process-gone', {}, contents, { reason: 'clean-exit', exitCode: 0 })
    expect(logger.entries).toEqual([])
    expect(contents.reload).not.toHaveBeenCalled()
  })
})

describe('uncaught fault in the main process (checklist 30)', () => {
  it.each(['uncaughtException', 'unhandledRejection'])(
    '%s is recorded, the engine stopped, a restart offered',
    async (event) => {
      const { app, process, logger, steps } = watch('quit')
      const cause = new Error('bug')
      process.emit(event, cause)
      process.emit(event, new Error('another, while ending'))
      await vi.waitFor(() => expect(app.ends).toEqual(['exit 1']))
      expect(steps).toEqual(['drain', 'offer program'])
      expect(logger.entries[0]).toMatchObject({ level: 'error', fields: { cause } })
      expect(logger.entries).toHaveLength(2)
    },
  )
})
