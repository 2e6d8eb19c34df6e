import { writeSync } from 'node:fs'
import { errorCode } from '../../../../src-main/store/health.ts'

/** Tells the test a number, even one that is busy and lets the pipe fill up. */
export function tell(number: number): void {
  for (;;) {
    try {
      writeSync(1, `${number}\n`)
      return
    } catch (cause) {
      if (errorCode(cause) !== 'EAGAIN') throw cause
    }
  }
}
