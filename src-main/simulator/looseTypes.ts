import type { Answer } from './envelope.ts'

/** The same answer as loosely typed as documents print and logs hold some of them (facts 0.3). */
export function loosen(answer: Answer): Answer {
  return answer.kind === 'data'
    ? { kind: 'data', body: { ...loosenFields(answer.body), addedLater: { since: '2027' } } }
    : answer
}

function loosenFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, loosenValue(name, value)]))
}

/** Numbers as text, `isOnline` as a boolean, MACs in lower case, null for absent text. */
function loosenValue(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((one) => loosenValue(name, one))
  if (typeof value === 'object' && value !== null)
    return loosenFields(Object.fromEntries(Object.entries(value)))
  if (name === 'isOnline') return value === 1 || value === true
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string') return value
  return name.endsWith('Mac') ? value.toLowerCase() : value === '' ? null : value
}
