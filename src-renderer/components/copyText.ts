import { notifications } from '@mantine/notifications'
import { ask } from '../lib/ipcClient.ts'
import { texts } from '../texts/texts.ts'
import { showFailure } from './showFailure.ts'

/** Copies through main (the page has no right to the clipboard) and says what was copied. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await ask(window.lockstep.system.copyText({ text }))
    notifications.show({ message: texts.common.copied(what), autoClose: 2500 })
  } catch (error) {
    showFailure(error)
  }
}
