import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newCorrelationId, runWithCorrelation } from '../../src-main/observability/correlation.ts'
import { createLogger } from '../../src-main/observability/logger.ts'

let folder: string
let file: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lockstep-log-'))
  file = join(folder, 'logs', 'lockstep.log')
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

function build(knownSecrets: readonly string[] = []) {
  return createLogger({ file, level: 'info', isEchoed: false, knownSecrets: () => knownSecrets })
}

async function readLines(): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(file, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

describe('log file', () => {
  it('has one JSON object a line with time, level, message, fields and the correlation id of the context', async () => {
    const correlationId = newCorrelationId()
    await runWithCorrelation(correlationId, async () => {
      await Promise.resolve()
      build().info('job done', { attempt: 1, text: '100 %c %s\nnext' })
    })
    expect(await readLines()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'info',
        message: 'job done',
        correlation_id: correlationId,
        fields: { attempt: 1, text: '100 %c %s\nnext' },
      },
    ])
  })

  it('is for its owner alone', async () => {
    build().info('job done', {})
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it('leaves out what is below its level', async () => {
    const logger = build()
    logger.debug('too much', {})
    logger.info('enough', {})
    expect(await readLines()).toMatchObject([{ message: 'enough' }])
  })

  it('holds no secret, neither by name nor by value, in fields, messages, stacks or causes (checklist 21)', async () => {
    const pin = '471193628'
    const token = 'a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6'
    const cause = new Error(`POST /v3/keyboardPwd/add?keyboardPwd=${pin}`)
    const error = new Error(`token ${token} refused`, { cause })
    build([pin, token]).error('call failed', { cause: error, accessToken: 'short', body: `pin=${pin}` })
    const text = await readFile(file, 'utf8')
    for (const secret of [pin, token, '"short"']) expect(text).not.toContain(secret)
    expect(text).toContain('call failed')
    expect(text).toContain('refused')
  })

  it('tells what kind of error it was', async () => {
    build().error('call failed', { cause: Object.assign(new TypeError('no'), { code: 'ECONNRESET' }) })
    expect(await readLines()).toMatchObject([
      {
        fields: {
          cause: { type: 'TypeError', message: 'no', code: 'ECONNRESET', stack: expect.any(String) },
        },
      },
    ])
  })

  it('names the fields of an entry that cannot be written instead of failing', async () => {
    const odd = {
      get value(): string {
        throw new Error('unreadable')
      },
    }
    build().warn('odd', { odd, attempt: 1 })
    expect(await readLines()).toMatchObject([{ message: 'odd', unwritable_fields: ['odd', 'attempt'] }])
  })

  it('begins anew at five mebibytes and keeps one old file', async () => {
    const logger = build()
    const text = Array.from({ length: 900 }, (_, index) => `word${index}`).join(' ')
    for (let line = 0; line < 900; line += 1) logger.info('filling', { text })
    expect((await readdir(join(folder, 'logs'))).sort()).toEqual(['lockstep.log', 'lockstep.old.log'])
    expect((await stat(file)).size).toBeLessThan(5 * 1_024 * 1_024)
  })
})
