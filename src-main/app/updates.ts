import type { UpdateView } from '../../src-preload/contract/routes/updates.ts'
import { toIso } from '../domain/instant.ts'
import type { UpdateControl } from '../ipc/handlers/updates.ts'
import type { Clock } from '../ports/clock.ts'
import type { UpdateResult, Updater } from '../ports/updater.ts'

/** Why this copy of the program never asks for a newer one. */
export type NoUpdates = 'not_set_up' | 'address_refused' | 'not_installed'

export type Updates = Omit<UpdateControl, 'programVersion'>

export interface UpdatesOptions {
  readonly updater: Updater | NoUpdates
  readonly clock: Clock
  /** Drains, then does that last of all. */
  readonly endWith: (last: () => void) => void
  /** The new version could not be put in place: this one is started again. */
  readonly startAgain: () => void
}

const NOTHING: UpdateView = { stage: 'idle', version: null, percent: null, checkedAt: null, failure: null }

/** What a person asked for of updates, and how far it is. In memory: nothing is asked for again by itself. */
export function createUpdates({ updater, clock, endWith, startAgain }: UpdatesOptions): Updates {
  if (typeof updater === 'string') {
    const view = { ...NOTHING, stage: updater }
    const nothing = (): void => undefined
    return {
      view: () => view,
      ...{ check: nothing, download: nothing, cancelDownload: nothing, restart: nothing },
      readyVersion: () => null,
    }
  }
  const { check, download, cancelDownload, install } = updater
  let view = NOTHING
  const isBusy = (): boolean => view.stage === 'checking' || view.stage === 'downloading'

  async function follow<Value>(
    work: Promise<UpdateResult<Value>>,
    then: (value: Value) => Partial<UpdateView>,
  ): Promise<void> {
    const result = await work
    if (result.ok) view = { ...view, percent: null, ...then(result.value) }
    else view = { ...view, percent: null, stage: 'failed', failure: result.failure }
  }

  return {
    view: () => view,
    check() {
      if (isBusy() || view.stage === 'downloaded') return
      view = { ...NOTHING, stage: 'checking' }
      void follow(check(), (version) => ({
        stage: version === null ? 'up_to_date' : 'available',
        version,
        checkedAt: toIso(clock.nowMs()),
      }))
    },
    download() {
      if (isBusy() || view.version === null || view.stage === 'downloaded') return
      view = { ...view, stage: 'downloading', percent: 0, failure: null }
      const onProgress = (percent: number): void => {
        if (view.stage === 'downloading') view = { ...view, percent }
      }
      void follow(download(onProgress), (how) => ({
        stage: how === 'downloaded' ? 'downloaded' : 'available',
      }))
    },
    cancelDownload,
    readyVersion: () => (view.stage === 'downloaded' ? view.version : null),
    restart() {
      if (view.stage !== 'downloaded') return
      endWith(() => {
        if (!install()) startAgain()
      })
    },
  }
}
