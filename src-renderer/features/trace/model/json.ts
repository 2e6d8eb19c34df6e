export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export interface FieldChange {
  readonly field: string
  /** `undefined`: the field was not there. */
  readonly before: unknown
  readonly after: unknown
}

/** The fields that differ between two records, in the order of the later one, then those that went away. */
export function listChanges(before: unknown, after: unknown): readonly FieldChange[] {
  const left = isRecord(before) ? before : {}
  const right = isRecord(after) ? after : {}
  const fields = new Set([...Object.keys(right), ...Object.keys(left)])
  return [...fields]
    .map((field) => ({ field, before: left[field], after: right[field] }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after))
}
