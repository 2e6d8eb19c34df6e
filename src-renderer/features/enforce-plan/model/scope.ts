/** The scope as the address and the select hold it: `all`, `site:1`, `group:2`, `door:3`. */
export type PlanScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'site' | 'group' | 'door'; readonly id: number }

export function parseScope(text: string): PlanScope {
  const [kind, rawId] = text.split(':')
  const id = Number(rawId)
  const isId = Number.isInteger(id) && id > 0
  if (isId && (kind === 'site' || kind === 'group' || kind === 'door')) return { kind, id }
  return { kind: 'all' }
}

interface ScopeDoor {
  readonly id: number
  readonly siteId: number
  readonly doorGroupId: number | null
}

/** The sites a scope touches: their modes decide what the plan may do. */
export function listSitesOf(scope: PlanScope, doors: readonly ScopeDoor[]): readonly number[] {
  return [...new Set(doors.filter((door) => isInScope(scope, door)).map((door) => door.siteId))]
}

function isInScope(scope: PlanScope, door: ScopeDoor): boolean {
  switch (scope.kind) {
    case 'all':
      return true
    case 'site':
      return door.siteId === scope.id
    case 'group':
      return door.doorGroupId === scope.id
    case 'door':
      return door.id === scope.id
  }
}
