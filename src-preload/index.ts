import { contextBridge, ipcRenderer } from 'electron'
import type { LockstepBridge } from './contract/bridge.ts'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from './contract/channels.ts'
import type { LockstepEvents } from './contract/events.ts'
import { ROUTE_NAMES } from './contract/routeNames.ts'

type Listener = (payload: never) => void

function subscribe(name: keyof LockstepEvents) {
  return (listener: Listener): (() => void) => {
    // The event object carries the sender and stays on this side of the border.
    const wrapped = (_event: unknown, message: { name: string; payload: never }): void => {
      if (message.name === name) listener(message.payload)
    }
    ipcRenderer.on(EVENT_CHANNEL, wrapped)
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, wrapped)
    }
  }
}

function buildBridge(): LockstepBridge {
  const topics: Record<string, Record<string, unknown>> = {
    events: { changed: subscribe('changed'), navigate: subscribe('navigate') },
  }
  for (const name of ROUTE_NAMES) {
    const [topic = '', verb = ''] = name.split('.')
    topics[topic] ??= {}
    topics[topic][verb] = (request: unknown) => ipcRenderer.invoke(REQUEST_CHANNEL, name, request)
  }
  // Built from the same list of names that the type is taken from; a test compares the keys with the contract.
  return topics as unknown as LockstepBridge
}

contextBridge.exposeInMainWorld('lockstep', buildBridge())
