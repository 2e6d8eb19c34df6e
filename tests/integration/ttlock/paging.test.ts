import { afterEach, describe, expect, it } from 'vitest'
import { startTestSimulator } from '../../support/simulator.ts'
import { json, type RawServer, startRawServer } from './rawServer.ts'
import { siteOf } from './siteOfLocks.ts'
import { context, createTestProvider, memorySecretStore, type TestProvider } from './testProvider.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const row = (id: number, extra: Record<string, unknown> = {}) => ({
  keyboardPwdId: id,
  keyboardPwd: String(100_000 + id),
  keyboardPwdName: null,
  keyboardPwdType: 3,
  startDate: 1_770_305_016_424,
  endDate: 1_801_841_076_424,
  sendDate: 1_770_305_080_000,
  isCustom: 1,
  status: 1,
  ...extra,
})

/** Serves the pages given, whatever is asked for beyond them being empty. */
async function clientOfPages(
  pages: readonly unknown[],
): Promise<{ readonly client: TestProvider; readonly server: RawServer }> {
  const server = await startRawServer((request, response) => {
    const pageNo = Number(request.form.get('pageNo'))
    json(response, pages[pageNo - 1] ?? { list: [], pageNo, pageSize: 200, pages: 0, total: 0 })
  })
  const store = memorySecretStore()
  store.token = {
    accessToken: 'a'.repeat(32),
    refreshToken: 'b'.repeat(32),
    expiresAtMs: Date.now() + 86_400_000,
  }
  const client = createTestProvider(server.url, { store })
  closers.push(
    () => client.provider.close(),
    () => server.close(),
  )
  return { client, server }
}

const readCodes = async (pages: readonly unknown[]) => {
  const { client } = await clientOfPages(pages)
  return client.provider.listCodes('12', context)
}

describe('a list of several pages', () => {
  it('is read to its end, one log row a page', async () => {
    const codes = Array.from({ length: 450 }, (_, index) => ({ keyboardPwd: String(200_000 + 7 * index) }))
    const simulator = await startTestSimulator({ site: siteOf([{ customCapacity: 500, codes }]) })
    const client = createTestProvider(simulator.url)
    closers.push(
      () => client.provider.close(),
      () => simulator.close(),
    )
    const { reading } = await client.provider.listCodes('101', context)

    expect(reading).toMatchObject({ kind: 'known', codes: { length: 450 } })
    expect(client.actions()).toEqual(['TOKEN', 'PASSCODE_LIST', 'PASSCODE_LIST', 'PASSCODE_LIST'])
    expect(client.entries.map((entry) => JSON.stringify(entry.request)).slice(1)).toEqual([
      expect.stringContaining('"pageNo":1'),
      expect.stringContaining('"pageNo":2'),
      expect.stringContaining('"pageNo":3'),
    ])
  })

  it('with pages cut smaller by the provider, is read to its end as well', async () => {
    const { reading } = await readCodes([
      { list: [row(1)], total: 2, pageSize: 1 },
      { list: [row(2)], total: 2, pageSize: 1 },
    ])

    expect(reading).toMatchObject({ kind: 'known', codes: [{ vendorPinId: '1' }, { vendorPinId: '2' }] })
  })

  it('that is empty, is known to be empty', async () => {
    expect((await readCodes([{ list: [], pages: 0, total: 0 }])).reading).toMatchObject({
      kind: 'known',
      codes: [],
    })
  })

  it.each([
    ['one row short', [{ list: [row(1)], total: 2 }]],
    ['one row too many', [{ list: [row(1), row(2)], total: 1 }]],
    [
      'the same row twice',
      [
        { list: [row(1)], total: 2 },
        { list: [row(1)], total: 2 },
      ],
    ],
    [
      'a total that moves',
      [
        { list: [row(1)], total: 3 },
        { list: [row(2)], total: 2 },
      ],
    ],
    [
      'a total that grows beyond the rows read',
      [
        { list: [row(1)], total: 2 },
        { list: [row(2)], total: 3 },
      ],
    ],
    ['no total', [{ list: [row(1)] }]],
    ['a total of null', [{ list: [], total: null }]],
    ['a negative total', [{ list: [], total: -1 }]],
    ['no list', [{ total: 0 }]],
    ['a list of null', [{ list: null, total: 0 }]],
    ['a row without an id', [{ list: [{ ...row(1), keyboardPwdId: null }], total: 1 }]],
    ['a row without digits', [{ list: [row(1, { keyboardPwd: null })], total: 1 }]],
    ['digits as a number, its zeros lost', [{ list: [row(1, { keyboardPwd: 1234 })], total: 1 }]],
    ['masked digits', [{ list: [row(1, { keyboardPwd: '****' })], total: 1 }]],
    ['a row without a type', [{ list: [row(1, { keyboardPwdType: null })], total: 1 }]],
    ['a status that is no number', [{ list: [row(1, { status: 'ok' })], total: 1 }]],
  ])('with %s, is unreadable and never a shorter list', async (_name, pages) => {
    const { reading, error } = await readCodes(pages)

    expect(reading.kind).toBe('unreadable')
    expect(error).toMatchObject({ kind: 'busy', cause: 'malformed_answer' })
  })

  it('that ends before its total, is not asked for any further', async () => {
    const { client, server } = await clientOfPages([
      { list: [row(1)], total: 3 },
      { list: [], total: 3 },
    ])

    expect((await client.provider.listCodes('12', context)).reading.kind).toBe('unreadable')
    expect(server.requests).toHaveLength(2)
  })

  it('that grows without end, is given up', async () => {
    const server = await startRawServer((request, response) => {
      const pageNo = Number(request.form.get('pageNo'))
      json(response, { list: [row(pageNo)], total: 1_000_000 })
    })
    const store = memorySecretStore()
    store.token = { accessToken: 'a'.repeat(32), refreshToken: '', expiresAtMs: Date.now() + 86_400_000 }
    const client = createTestProvider(server.url, { store })
    closers.push(
      () => client.provider.close(),
      () => server.close(),
    )

    expect((await client.provider.listCodes('12', context)).reading.kind).toBe('unreadable')
    expect(server.requests.length).toBeLessThanOrEqual(100)
  })
})

describe('a row of the list', () => {
  const only = async (extra: Record<string, unknown>) => {
    const { reading } = await readCodes([{ list: [row(1, extra)], total: 1, unknownField: { deep: [1] } }])
    return reading.kind === 'known' ? reading.codes[0] : reading
  }

  it.each([
    [1, 'settled'],
    [null, 'settled'],
    [undefined, 'settled'],
    ['1', 'settled'],
    [2, 'expired_or_invalid'],
    [3, 'under_way'],
    [4, 'under_way'],
    [5, 'not_on_lock'],
    [6, 'under_way'],
    [7, 'as_before'],
    [8, 'under_way'],
    [9, 'as_before'],
    [0, 'unknown'],
    [77, 'unknown'],
  ])('of status %j, is %s', async (status, expected) => {
    expect(await only({ status })).toMatchObject({ status: expected })
  })

  it.each([
    [{ keyboardPwdType: 2, startDate: 5, endDate: 0 }, { kind: 'permanent' }],
    [{ keyboardPwdType: '2', startDate: null, endDate: null }, { kind: 'permanent' }],
    [
      { keyboardPwdType: 3, startDate: '60000', endDate: '120000' },
      { kind: 'period', startMs: 60_000, endMs: 120_000 },
    ],
    [
      { keyboardPwdType: 3, startDate: 60_000, endDate: 0 },
      { kind: 'other', codeType: 3 },
    ],
    [{ keyboardPwdType: 1 }, { kind: 'other', codeType: 1 }],
    [{ keyboardPwdType: 14 }, { kind: 'other', codeType: 14 }],
    [{ keyboardPwdType: 99 }, { kind: 'other', codeType: 99 }],
  ])('with %j, has the window %j', async (fields, window) => {
    expect(await only(fields)).toMatchObject({ window })
  })

  it('with ids and flags as text, nulls and unknown fields, is read all the same', async () => {
    const read = await only({
      keyboardPwdId: '50957532',
      keyboardPwd: '0012',
      isCustom: '0',
      keyboardPwdName: '',
      senderUsername: null,
      sendDate: '1770305080000',
      lockMac: 'a4:c1:38:00:00:01',
      newThing: { a: [null] },
    })

    expect(read).toEqual({
      vendorPinId: '50957532',
      pin: '0012',
      name: null,
      isCustom: false,
      codeType: 3,
      status: 'settled',
      createdAtMs: 1_770_305_080_000,
      senderUsername: null,
      window: { kind: 'period', startMs: 1_770_305_016_424, endMs: 1_801_841_076_424 },
    })
  })
})
