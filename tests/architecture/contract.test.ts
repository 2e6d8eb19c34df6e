import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ZodType } from 'zod'
import { EVENT_CHANNEL, REQUEST_CHANNEL } from '../../src-preload/contract/channels.ts'
import { CONTRACT, type RouteName } from '../../src-preload/contract/contract.ts'
import { ERROR_CODES, FIELD_ERROR_CODES } from '../../src-preload/contract/errors.ts'
import { ROLES } from '../../src-preload/contract/route.ts'
import { ROUTE_NAMES } from '../../src-preload/contract/routeNames.ts'

type Listener = (event: unknown, message: unknown) => void

/** Electron itself cannot run here; the preload sees of it only these two. */
const electron = vi.hoisted(() => ({
  exposed: new Map<string, unknown>(),
  invoked: [] as unknown[][],
  listeners: new Set<Listener>(),
}))

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => electron.exposed.set(name, value) },
  ipcRenderer: {
    invoke: (...args: unknown[]) => {
      electron.invoked.push(args)
      return Promise.resolve({ ok: true, data: null })
    },
    on: (_channel: string, listener: Listener) => electron.listeners.add(listener),
    removeListener: (_channel: string, listener: Listener) => electron.listeners.delete(listener),
  },
}))

const routes = Object.entries(CONTRACT) as [RouteName, (typeof CONTRACT)[RouteName]][]

describe('contract', () => {
  it('is what the preload believes it to be', () => {
    expect([...ROUTE_NAMES].sort()).toEqual(Object.keys(CONTRACT).sort())
  })

  it.each(routes)('%s has a name, windows and roles that exist', (name, { access }) => {
    expect(name).toMatch(/^(?!events\.)[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/)
    expect(access.windows.length).toBeGreaterThan(0)
    for (const window of access.windows) expect(['main', 'trace']).toContain(window)
    if (access.who !== 'anyone') {
      expect(access.who.length).toBeGreaterThan(0)
      for (const role of access.who) expect(ROLES).toContain(role)
    }
  })

  it.each(routes)(
    '%s takes strict objects, bounded texts and bounded lists (checklist 14)',
    (_name, { request }) => {
      expect(findUnbounded(request)).toEqual([])
    },
  )

  it('is found unbounded where it is', async () => {
    const { z } = await import('zod')
    const loose = z.object({
      text: z.string(),
      list: z.array(z.number()),
      inner: z.strictObject({ a: z.string().max(3) }),
    })
    expect(findUnbounded(loose)).toEqual([
      '(root): loose object',
      'text: text without end',
      'list: list without end',
    ])
  })

  it('has no code twice', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length)
    expect(new Set(FIELD_ERROR_CODES).size).toBe(FIELD_ERROR_CODES.length)
  })
})

describe('bridge (checklist 2)', () => {
  let bridge: Record<string, Record<string, (argument: unknown) => unknown>>

  beforeAll(async () => {
    await import('../../src-preload/index.ts')
    bridge = electron.exposed.get('lockstep') as typeof bridge
  })

  it('is one object with a function for each route and event, and nothing else', () => {
    expect([...electron.exposed.keys()]).toEqual(['lockstep'])
    const names = Object.entries(bridge).flatMap(([topic, verbs]) =>
      Object.keys(verbs).map((verb) => `${topic}.${verb}`),
    )
    expect(names.sort()).toEqual([...ROUTE_NAMES, 'events.changed', 'events.navigate'].sort())
  })

  it.each(ROUTE_NAMES)('%s asks for that route and no other', async (name) => {
    electron.invoked.length = 0
    const [topic = '', verb = ''] = name.split('.')
    await bridge[topic]?.[verb]?.({ a: 1 })
    expect(electron.invoked).toEqual([[REQUEST_CHANNEL, name, { a: 1 }]])
  })

  it('gives listeners the payload alone, and forgets them on request', () => {
    const heard: unknown[][] = []
    const unsubscribe = bridge.events?.changed?.((...args: unknown[]) => heard.push(args)) as () => void
    const send = (name: string): void => {
      for (const listener of electron.listeners)
        listener({ sender: EVENT_CHANNEL }, { name, payload: { topics: ['jobs'] } })
    }
    send('changed')
    send('navigate')
    unsubscribe()
    send('changed')
    expect(heard).toEqual([[{ topics: ['jobs'] }]])
    expect(electron.listeners.size).toBe(0)
  })
})

/** Places of a request where a page could send without end. Reads the schema as JSON Schema, which shows every bound. */
function findUnbounded(schema: ZodType): readonly string[] {
  const found: string[] = []
  const walk = (node: JsonSchema, path: string): void => {
    const place = path === '' ? '(root)' : path
    if (node.type === 'object' && node.additionalProperties !== false) found.push(`${place}: loose object`)
    const isBounded = node.maxLength !== undefined || node.pattern !== undefined || node.enum !== undefined
    if (node.type === 'string' && !isBounded && node.const === undefined)
      found.push(`${place}: text without end`)
    if (node.type === 'array' && node.maxItems === undefined) found.push(`${place}: list without end`)
    for (const [key, inner] of Object.entries(node.properties ?? {}))
      walk(inner, path === '' ? key : `${path}.${key}`)
    if (node.items !== undefined) walk(node.items, `${place}[]`)
    for (const inner of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) walk(inner, path)
  }
  walk(schema.toJSONSchema({ io: 'input' }) as JsonSchema, '')
  return found
}

interface JsonSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly maxLength?: number
  readonly maxItems?: number
  readonly additionalProperties?: unknown
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly items?: JsonSchema
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}
