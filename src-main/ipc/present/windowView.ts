import type { WindowView } from '../../../src-preload/contract/views/doors.ts'
import type { ListedWindow } from '../../domain/code/actualCode.ts'
import { toIso } from '../../domain/instant.ts'

export function windowView(window: ListedWindow): WindowView {
  switch (window.kind) {
    case 'permanent':
      return { kind: 'permanent' }
    case 'period':
      return { kind: 'period', startsAt: toIso(window.startMs), endsAt: toIso(window.endMs) }
    case 'other':
      return { kind: 'other', codeType: window.codeType }
  }
}
