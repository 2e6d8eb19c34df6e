import type { IncomingMessage } from 'node:http'

/** Request parameters, from the query and the form body together (facts 0.3: either place, or a mix). */
export type Parameters = ReadonlyMap<string, string>

const maxBodyBytes = 1_000_000

/** Reads the parameters; null when the body is larger than any real request. JSON bodies are not read: the API has none. */
export async function readParameters(request: IncomingMessage, url: URL): Promise<Parameters | null> {
  const parameters = new Map<string, string>(url.searchParams)
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded'
  const body = await readBody(request)
  if (body === null) return null
  if (type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    for (const [name, value] of new URLSearchParams(body)) parameters.set(name, value)
  }
  return parameters
}

/** The whole body as text; null when it is over a million bytes. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    size += chunk.length
    if (size > maxBodyBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** A parameter's text; null when absent or blank. */
export function textOf(parameters: Parameters, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = parameters.get(name)
    if (value !== undefined && value !== '') return value
  }
  return null
}

/** A whole number; null when absent, NaN when it is there and is none. */
export function integerOf(parameters: Parameters, name: string): number | null {
  const text = textOf(parameters, name)
  if (text === null) return null
  return /^-?\d{1,16}$/.test(text) ? Number(text) : Number.NaN
}
