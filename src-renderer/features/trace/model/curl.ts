import { isRecord } from './json.ts'

/**
 * A provider call as a cURL command, or null when the record is no call. Redacted values (`***`) are left out;
 * their names stand in a comment, so that a reader knows what to add.
 */
export function buildCurl(request: unknown): string | null {
  if (!isRecord(request)) return null
  const method = typeof request.method === 'string' ? request.method.toUpperCase() : null
  const url = readUrl(request)
  if (method === null || url === null) return null
  const payload = isRecord(request.payload) ? Object.entries(request.payload) : []
  const kept = payload.filter(([, value]) => !isRedacted(value))
  const left = payload.filter(([, value]) => isRedacted(value)).map(([name]) => name)
  const lines = [
    method === 'GET' ? `curl --get ${quote(url)}` : `curl --request ${method} ${quote(url)}`,
    ...kept.map(([name, value]) => `  --data-urlencode ${quote(`${name}=${toText(value)}`)}`),
  ]
  const command = lines.join(' \\\n')
  return left.length === 0 ? command : `# left out: ${left.join(', ')}\n${command}`
}

/** Queries may hold secrets that a free text carried in; the parameters come from the payload anyway. */
function readUrl(request: Readonly<Record<string, unknown>>): string | null {
  if (typeof request.url === 'string') return request.url.split('?')[0] ?? null
  if (typeof request.base_host === 'string' && typeof request.path === 'string') {
    return `${request.base_host}${request.path}`
  }
  return null
}

function isRedacted(value: unknown): boolean {
  return typeof value === 'string' && value.includes('***')
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
