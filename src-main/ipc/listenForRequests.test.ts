import { describe, expect, it } from 'vitest'
import type { EnvelopeText } from '../../src-preload/contract/envelope.ts'
import { listenForRequests } from './listenForRequests.ts'

type Answer = (event: unknown, name: unknown, request: unknown) => Promise<unknown>

/** A router that answers with the sender it was given. */
function connect() {
  let answer: Answer | null = null
  const ipcMain = {
    handle: (_channel: string, listener: unknown) => {
      answer = listener as Answer
    },
    removeHandler: () => {
      answer = null
    },
  }
  const disconnect = listenForRequests(ipcMain, {
    router: async (sender) => JSON.stringify(sender) as EnvelopeText<unknown>,
    kindOf: (id) => (id === 1 ? 'main' : null),
  })
  const ask = (event: unknown): Promise<unknown> | undefined => answer?.(event, 'doors.list', {})
  return { ask, disconnect }
}

const sender = { id: 1 }
const url = 'lockstep-app://ui/'

describe('connection to Electron (checklist 13)', () => {
  it.each<[string, unknown, unknown]>([
    [
      'the main frame of a window',
      { sender, senderFrame: { url, parent: null } },
      { windowKind: 'main', frame: { url, isMainFrame: true } },
    ],
    [
      'a frame within it',
      { sender, senderFrame: { url, parent: {} } },
      { windowKind: 'main', frame: { url, isMainFrame: false } },
    ],
    ['no frame', { sender, senderFrame: null }, { windowKind: 'main', frame: null }],
    [
      'a frame that was disposed of',
      {
        sender,
        senderFrame: {
          get url(): string {
            throw new Error('Render frame was disposed before WebFrameMain could be accessed')
          },
          parent: null,
        },
      },
      { windowKind: 'main', frame: null },
    ],
    [
      'other web contents',
      { sender: { id: 2 }, senderFrame: { url, parent: null } },
      { windowKind: null, frame: { url, isMainFrame: true } },
    ],
  ])('reads the sender: %s', async (_name, event, expected) => {
    const text = await connect().ask(event)
    expect(JSON.parse(String(text))).toEqual(expected)
  })

  it('answers nothing after the disconnection', () => {
    const { ask, disconnect } = connect()
    disconnect()
    expect(ask({ sender, senderFrame: null })).toBeUndefined()
  })
})
