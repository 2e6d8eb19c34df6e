import type { Shell } from 'electron'
import type { Desktop } from '../ports/desktop.ts'
import type { Logger } from '../ports/logger.ts'
import { judgeExternalLink } from '../security/externalLinkPolicy.ts'

export function createDesktop(shell: Pick<Shell, 'openExternal' | 'openPath'>, logger: Logger): Desktop {
  return {
    async openLink(url) {
      const verdict = judgeExternalLink(url)
      if (verdict.kind === 'refused') {
        logger.warn('external link refused', { reason: verdict.reason })
        return false
      }
      await shell.openExternal(verdict.url)
      return true
    },
    async openFolder(path) {
      const failure = await shell.openPath(path)
      if (failure !== '') logger.warn('folder could not be opened', { failure })
      return failure === ''
    },
  }
}
