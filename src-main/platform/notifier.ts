import { Notification } from 'electron'
import type { Notifier } from '../ports/notifier.ts'

export function createNotifier(): Notifier {
  // A notification that is garbage collected loses its click.
  const shown = new Set<Notification>()
  return {
    notify({ title, body, onClick }) {
      if (!Notification.isSupported()) return
      const notification = new Notification({ title, body, silent: true })
      shown.add(notification)
      const forget = (): void => {
        shown.delete(notification)
      }
      notification.once('click', () => {
        forget()
        onClick()
      })
      notification.once('close', forget)
      notification.once('failed', forget)
      notification.show()
    },
  }
}
