import type { StartNotice } from '../../src-preload/contract/views/session.ts'
import { assertNever } from '../domain/assertNever.ts'
import type { StoreNotice } from '../store/open.ts'
import type { ProfileRuntime } from './profileRuntime.ts'

/** What a profile that was just opened has to tell, a restore first. */
export function noticesOf({ restored, notices }: ProfileRuntime): StartNotice[] {
  const told = startNotices(notices)
  if (restored === null) return told
  return [{ code: 'database_restored', facts: { madeAt: restored.madeAt } }, ...told]
}

/** The store's notices as the window shows them: a code, and facts for its sentence. */
export function startNotices(notices: readonly StoreNotice[]): StartNotice[] {
  return notices.map((notice): StartNotice => {
    switch (notice.kind) {
      case 'set_aside':
        return { code: 'database_set_aside', facts: { path: notice.files[0] ?? '', reason: notice.reason } }
      case 'backed_up':
        return { code: 'database_migrated', facts: { path: notice.file } }
      case 'audit_cut':
      case 'older_than_last_mark':
        return {
          code: notice.kind === 'audit_cut' ? 'audit_cut' : 'database_older_than_mark',
          facts: { noted: String(notice.noted), found: String(notice.found) },
        }
      case 'audit_rewritten':
        return { code: 'audit_rewritten', facts: { noted: String(notice.noted) } }
      case 'audit_mark_not_genuine':
        return { code: 'audit_mark_not_genuine', facts: { path: notice.keptAt } }
      case 'audit_mark_out_of_reach':
        return { code: notice.kind, facts: { code: notice.code } }
      case 'audit_mark_missing':
        return { code: 'audit_mark_missing', facts: { found: String(notice.found) } }
      default:
        return assertNever(notice)
    }
  })
}
