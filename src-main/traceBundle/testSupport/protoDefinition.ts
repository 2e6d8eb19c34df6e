import { readFileSync } from 'node:fs'

/** A message's fields by their JSON name. */
type Fields = ReadonlyMap<string, { readonly type: string; readonly isList: boolean }>
interface Definition {
  readonly messages: ReadonlyMap<string, Fields>
  readonly enums: ReadonlyMap<string, ReadonlySet<number>>
}

const FILES = ['trace', 'common', 'resource']
const WORD = /\/\/[^\n]*|"[^"]*"|[\w.]+|[{}=;[\]]/g
const TEXT_OF_DIGITS = /^-?\d+$/

/** The protocol's own definition of traces, from tests/fixtures/otlp. */
export function readOtlpDefinition(): Definition {
  const messages = new Map<string, Fields>()
  const enums = new Map<string, ReadonlySet<number>>()
  for (const file of FILES) {
    const source = readFileSync(
      new URL(`../../../tests/fixtures/otlp/${file}.proto`, import.meta.url),
      'utf8',
    )
    const words = (source.match(WORD) ?? []).filter((word) => !word.startsWith('//'))
    readBlocks(words, { messages, enums })
  }
  return { messages, enums }
}

/** Enough of the language for these files: messages in messages, enums, oneof, repeated. Names stand without package. */
function readBlocks(
  words: readonly string[],
  found: { messages: Map<string, Fields>; enums: Map<string, ReadonlySet<number>> },
): void {
  const open: { kind: string; name: string }[] = []
  const fields = new Map<string, Map<string, { type: string; isList: boolean }>>()
  const numbers = new Map<string, Set<number>>()
  let statement: string[] = []
  for (const word of words) {
    if (word === '{') {
      const [kind = '', name = ''] = statement
      open.push({ kind, name })
      if (kind === 'message') fields.set(name, new Map())
      if (kind === 'enum') numbers.set(name, new Set())
      statement = []
    } else if (word === '}') {
      open.pop()
      statement = []
    } else if (word === ';') {
      const inner = open.at(-1)
      const [first = '', second = '', third = ''] = statement
      const message = open.findLast((block) => block.kind === 'message')?.name ?? ''
      if (inner?.kind === 'enum') numbers.get(inner.name)?.add(Number(statement[2]))
      else if (first === 'repeated')
        fields.get(message)?.set(jsonName(third), { type: shortName(second), isList: true })
      else if (statement[2] === '=' && first !== 'option')
        fields.get(message)?.set(jsonName(second), { type: shortName(first), isList: false })
      statement = []
    } else statement.push(word)
  }
  for (const [name, own] of fields) found.messages.set(name, own)
  for (const [name, own] of numbers) found.enums.set(name, own)
}

/**
 * Where a value breaks the definition, by the rules of OTLP's JSON: camel case names and no others, ids as hex, enums as
 * numbers, numbers of 64 bits as text.
 */
export function findFaults(
  definition: Definition,
  type: string,
  value: unknown,
  where = type,
): readonly string[] {
  const fields = definition.messages.get(type)
  if (fields === undefined) return isOfType(definition, type, value, where) ? [] : [`${where} is no ${type}`]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${where} is no object`]
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = fields.get(name)
    const place = `${where}.${name}`
    if (field === undefined) return [`${place} is not defined`]
    if (!field.isList) return findFaults(definition, field.type, inner, place)
    if (!Array.isArray(inner)) return [`${place} is no list`]
    return inner.flatMap((item, index) => findFaults(definition, field.type, item, `${place}[${index}]`))
  })
}

function isOfType(definition: Definition, type: string, value: unknown, where: string): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string'
    case 'bool':
      return typeof value === 'boolean'
    case 'bytes':
      return (
        typeof value === 'string' &&
        new RegExp(`^[0-9a-f]{${where.endsWith('raceId') ? 32 : 16}}$`).test(value)
      )
    case 'uint32':
    case 'double':
      return typeof value === 'number'
    case 'int64':
    case 'fixed64':
      return typeof value === 'string' && TEXT_OF_DIGITS.test(value)
    default:
      return typeof value === 'number' && (definition.enums.get(type)?.has(value) ?? false)
  }
}

function jsonName(name: string): string {
  return name.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase())
}

function shortName(type: string): string {
  return type.split('.').at(-1) ?? type
}
