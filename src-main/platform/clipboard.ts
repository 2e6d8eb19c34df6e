import type { Clipboard } from '../ports/clipboard.ts'

/** Electron 33 answers at once, newer ones with a promise; awaiting suits both. */
interface AnyClipboard {
  writeText(text: string): void | Promise<void>
}

export function createClipboard(clipboard: AnyClipboard): Clipboard {
  return {
    async writeText(text) {
      await clipboard.writeText(text)
    },
  }
}
