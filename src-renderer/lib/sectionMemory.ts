const hrefs = new Map<string, string>()

/** Lists keep their filters in the address; going back to a list finds them again. */
export function rememberSection(pathname: string, href: string): void {
  hrefs.set(pathname, href)
}

export function hrefOfSection(pathname: string): string {
  return hrefs.get(pathname) ?? pathname
}

/** The list that a detail belongs to: `/doors/7` to `/doors`; null for a list itself. */
export function parentSection(pathname: string): string | null {
  const parts = pathname.split('/').filter((part) => part !== '')
  return parts.length < 2 ? null : `/${parts[0]}`
}
