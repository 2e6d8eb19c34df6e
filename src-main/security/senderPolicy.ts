import type { WindowKind } from '../../src-preload/contract/route.ts'
import { isAppPage, type PageOrigins } from './appOrigin.ts'

/** What is known about whoever sent a request, read in the same tick in which it arrived. */
export interface Sender {
  /** The window's kind from our own registry; null for web contents that this program did not open as a window. */
  readonly windowKind: WindowKind | null
  /** Null when the frame was gone or had navigated before the request was read. */
  readonly frame: { readonly url: string; readonly isMainFrame: boolean } | null
}

export type SenderVerdict =
  | { readonly kind: 'accepted'; readonly windowKind: WindowKind }
  | { readonly kind: 'refused'; readonly reason: SenderRefusal }

export type SenderRefusal =
  | 'unknown_web_contents'
  | 'frame_gone'
  | 'sub_frame'
  | 'foreign_origin'
  | 'window_kind_not_allowed'

export interface SenderRules {
  readonly origins: PageOrigins
  /** Window kinds that the route admits. */
  readonly windows: readonly WindowKind[]
}

export function judgeSender(sender: Sender, rules: SenderRules): SenderVerdict {
  if (sender.windowKind === null) return { kind: 'refused', reason: 'unknown_web_contents' }
  if (sender.frame === null) return { kind: 'refused', reason: 'frame_gone' }
  if (!sender.frame.isMainFrame) return { kind: 'refused', reason: 'sub_frame' }
  if (!isAppPage(sender.frame.url, rules.origins)) return { kind: 'refused', reason: 'foreign_origin' }
  if (!rules.windows.includes(sender.windowKind)) {
    return { kind: 'refused', reason: 'window_kind_not_allowed' }
  }
  return { kind: 'accepted', windowKind: sender.windowKind }
}
