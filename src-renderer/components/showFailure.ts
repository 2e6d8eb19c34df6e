import { notifications } from '@mantine/notifications'
import { describeError } from './Feedback.tsx'

/** Says a failed action in the corner, where no form stands to say it at. */
export function showFailure(error: unknown): void {
  const sentence = describeError(error)
  notifications.show({ title: sentence.what, message: sentence.next, color: 'red', autoClose: 10_000 })
}
