import type { IpcMain, IpcMainInvokeEvent } from 'electron'
import { REQUEST_CHANNEL } from '../../src-preload/contract/channels.ts'
import type { WindowKind } from '../../src-preload/contract/route.ts'
import type { Sender } from '../security/senderPolicy.ts'
import type { Router } from './router.ts'

/** Connects the router to Electron. Returns the disconnection. */
export function listenForRequests(
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>,
  {
    router,
    kindOf,
  }: { readonly router: Router; readonly kindOf: (webContentsId: number) => WindowKind | null },
): () => void {
  ipcMain.handle(REQUEST_CHANNEL, (event, name: unknown, request: unknown) =>
    router(readSender(event, kindOf), name, request),
  )
  return () => ipcMain.removeHandler(REQUEST_CHANNEL)
}

/** Must run in the tick of the event: the frame may navigate or go away right after it. */
function readSender(event: IpcMainInvokeEvent, kindOf: (webContentsId: number) => WindowKind | null): Sender {
  return { windowKind: kindOf(event.sender.id), frame: readFrame(event) }
}

function readFrame({ senderFrame }: IpcMainInvokeEvent): Sender['frame'] {
  try {
    return senderFrame === null ? null : { url: senderFrame.url, isMainFrame: senderFrame.parent === null }
  } catch {
    // Its properties throw once the frame was disposed of, which is the same as being gone.
    return null
  }
}
