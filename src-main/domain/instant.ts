/** ISO 8601 UTC with milliseconds and Z, as every stored time is. */
export function toIso(ms: number): string {
  return new Date(ms).toISOString()
}

export function fromIso(iso: string): number {
  return Date.parse(iso)
}

export function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : toIso(ms)
}

export function msOrNull(iso: string | null): number | null {
  return iso === null ? null : fromIso(iso)
}
