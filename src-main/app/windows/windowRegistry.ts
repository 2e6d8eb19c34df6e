import type { WindowKind } from '../../../src-preload/contract/route.ts'

/** What the registry needs of a window's web contents. */
export interface RegisteredContents {
  readonly id: number
  isDestroyed(): boolean
  send(channel: string, message: unknown): void
}

export interface RegisteredWindow {
  readonly kind: WindowKind
  readonly contents: RegisteredContents
}

/** Every window this program opened and what it is for. Web contents that are not in it may ask for nothing. */
export interface WindowRegistry {
  add(window: RegisteredWindow): void
  remove(webContentsId: number): void
  kindOf(webContentsId: number): WindowKind | null
  /** Windows that can still be sent to. */
  list(): readonly RegisteredWindow[]
}

export function createWindowRegistry(): WindowRegistry {
  const windows = new Map<number, RegisteredWindow>()
  return {
    add(window) {
      windows.set(window.contents.id, window)
    },
    remove(webContentsId) {
      windows.delete(webContentsId)
    },
    kindOf(webContentsId) {
      return windows.get(webContentsId)?.kind ?? null
    },
    list() {
      return [...windows.values()].filter(({ contents }) => !contents.isDestroyed())
    },
  }
}
