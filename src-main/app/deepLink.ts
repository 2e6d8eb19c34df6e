import type { CorrelationId } from '../domain/ids.ts'

/** Registered with the system for links; it serves nothing, unlike the pages' own scheme. */
export const DEEP_LINK_SCHEME = 'lockstep'

/** Opens a view and never does anything else. */
export type DeepLink = { readonly kind: 'trace'; readonly correlationId: CorrelationId }

const TRACE_LINK = /^lockstep:\/\/trace\/([0-9a-f]{32})$/

/** Null for anything but the one form there is: `lockstep://trace/<32 lower-case hex digits>`. */
export function parseDeepLink(text: string): DeepLink | null {
  const correlationId = TRACE_LINK.exec(text)?.[1]
  // The pattern is what a correlation id is.
  return correlationId === undefined ? null : { kind: 'trace', correlationId: correlationId as CorrelationId }
}

/**
 * The link among a process's arguments. Found by its scheme and never by its place: Chromium adds switches of its own.
 * Of several only the first counts.
 */
export function findDeepLink(argv: readonly string[]): DeepLink | null {
  const text = argv.find((argument) => argument.startsWith(`${DEEP_LINK_SCHEME}://`))
  return text === undefined ? null : parseDeepLink(text)
}

export interface DeepLinkInbox {
  /** Opens the link, or keeps it until `start` when no window is there yet. A later one replaces a kept one. */
  receive(link: DeepLink): void
  /** From now on links are opened at once; the kept one first. */
  start(open: (link: DeepLink) => void): void
}

export function createDeepLinkInbox(): DeepLinkInbox {
  let kept: DeepLink | null = null
  let opener: ((link: DeepLink) => void) | null = null
  return {
    receive(link) {
      if (opener === null) kept = link
      else opener(link)
    },
    start(open) {
      opener = open
      const waiting = kept
      kept = null
      if (waiting !== null) open(waiting)
    },
  }
}
