/** The words of the exported page for what the record names by keys. A key of another version is told as it is. */
const REASONS = new Map([
  ['credential_revoked_or_missing', 'its credential was revoked or is missing here'],
  ['expired', 'its window has ended'],
  ['duplicate', 'the same code stands there twice'],
  ['stray_unmanaged', 'nobody here gave it out'],
])

const JOB_TYPES = new Map([
  ['drift_enforce_lock_truth', 'Bring in step'],
  ['drift_check', 'Check'],
  ['enforce_plan_apply', 'Apply plan'],
  ['device_sync', 'Read locks and gateways'],
  ['record_sync', 'Read door use'],
  ['maintenance', 'Maintenance'],
])

export function reasonWords(key: string): string {
  return REASONS.get(key) ?? spaced(key)
}

export function jobTypeWords(key: string): string {
  return JOB_TYPES.get(key) ?? spaced(key)
}

export function jobStatusWords(key: string): string {
  return key === 'waiting_offline' ? 'waiting' : spaced(key)
}

function spaced(key: string): string {
  return key.replaceAll('_', ' ')
}
