export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface FieldChange {
  /** Where it is, e.g. `rules.grace_seconds` or `grants[#7].ends_at`: members of a list are told by their id. */
  readonly field: string
  /** `undefined`: it was not there. */
  readonly before: unknown
  readonly after: unknown
}

/** Deeper values are shown whole. */
const DEEPEST = 6

/**
 * Only what differs between two values, in the order of the later one, then what went away. Lists whose members all
 * have an id are matched by it, so that a member that moved is no change; other lists are one value.
 */
export function listChanges(before: unknown, after: unknown): readonly FieldChange[] {
  const left = isRecord(before) ? before : {}
  const right = isRecord(after) ? after : {}
  return changesOf(left, right, { path: '', depth: 0 })
}

interface Place {
  readonly path: string
  readonly depth: number
}

function changesOf(before: unknown, after: unknown, { path, depth }: Place): readonly FieldChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return []
  const members = depth < DEEPEST ? membersOf(before, after) : null
  if (members === null) return [{ field: path, before, after }]
  const { left, right, name } = members
  return [...new Set([...right.keys(), ...left.keys()])].flatMap((key) =>
    changesOf(left.get(key), right.get(key), { path: name(path, key), depth: depth + 1 }),
  )
}

interface Members {
  readonly left: ReadonlyMap<string, unknown>
  readonly right: ReadonlyMap<string, unknown>
  readonly name: (path: string, key: string) => string
}

/** The parts of two values that can be compared one by one; null when they are to be shown as they are. */
function membersOf(before: unknown, after: unknown): Members | null {
  if (isRecord(before) && isRecord(after)) {
    return {
      left: new Map(Object.entries(before)),
      right: new Map(Object.entries(after)),
      name: (path, key) => (path === '' ? key : `${path}.${key}`),
    }
  }
  const left = byId(before)
  const right = byId(after)
  if (left === null || right === null) return null
  return { left, right, name: (path, key) => `${path}[#${key}]` }
}

function byId(list: unknown): ReadonlyMap<string, unknown> | null {
  if (!Array.isArray(list)) return null
  const members = new Map<string, unknown>()
  for (const member of list) {
    const id = isRecord(member) ? member.id : undefined
    if (typeof id !== 'string' && typeof id !== 'number') return null
    members.set(String(id), member)
  }
  return members.size === list.length ? members : null
}
