import { isAppPage, type PageOrigins } from './appOrigin.ts'

export interface NavigationAttempt {
  readonly url: string
  readonly isMainFrame: boolean
}

/** Windows may only load their own page again. Sub-frames are never used, so none may go anywhere. */
export function isNavigationAllowed(attempt: NavigationAttempt, origins: PageOrigins): boolean {
  return attempt.isMainFrame && isAppPage(attempt.url, origins)
}
