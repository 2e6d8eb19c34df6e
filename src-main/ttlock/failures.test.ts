import { describe, expect, it } from 'vitest'
import type { Answer } from './answer.ts'
import { failureOf } from './failures.ts'

type NoData = Exclude<Answer, { kind: 'data' }>
const nothing = { httpStatus: null, dateHeader: null, body: '', bodyBytes: 0 } as const
const lost = (reason: 'timeout' | 'connection' | 'too_large' | 'aborted'): NoData => ({
  ...{ kind: 'lost', reason },
  ...nothing,
})
const http = (httpStatus: number): NoData => ({ kind: 'http_error', httpStatus })

/** What a read makes of it, what a write does, and the words by which a person knows what to do. */
const CASES = [
  [lost('timeout'), 'unreachable', 'unknown_outcome', 'lost_answer', 'in time'],
  [lost('connection'), 'unreachable', 'unknown_outcome', 'lost_answer', 'connection broke'],
  [lost('aborted'), 'busy', 'unknown_outcome', 'lost_answer', 'was stopped'],
  [lost('too_large'), 'busy', 'unknown_outcome', 'malformed_answer', 'far larger'],
  [http(302), 'unreachable', 'unknown_outcome', 'provider_down', 'a sign-in of its own'],
  [http(307), 'unreachable', 'unknown_outcome', 'provider_down', 'a sign-in of its own'],
  [http(399), 'unreachable', 'unknown_outcome', 'provider_down', 'a sign-in of its own'],
  [http(404), 'unreachable', 'unknown_outcome', 'provider_down', 'HTTP 404'],
  [http(503), 'unreachable', 'unknown_outcome', 'provider_down', 'HTTP 503'],
  [http(429), 'unreachable', 'unknown_outcome', 'throttled', 'Too many calls'],
  [
    { kind: 'malformed', why: 'content_type' },
    'unreachable',
    'unknown_outcome',
    'malformed_answer',
    'a page',
  ],
  [{ kind: 'malformed', why: 'not_json' }, 'busy', 'unknown_outcome', 'malformed_answer', 'cut off'],
  [{ kind: 'malformed', why: 'not_an_object' }, 'busy', 'unknown_outcome', 'malformed_answer', 'of a kind'],
  [
    { kind: 'malformed', why: 'errcode' },
    'busy',
    'unknown_outcome',
    'malformed_answer',
    'no readable result',
  ],
  [{ kind: 'malformed', why: 'fields' }, 'busy', 'unknown_outcome', 'malformed_answer', 'lacks something'],
  [
    { kind: 'not_sent', reason: 'no_network', code: 'ECONNREFUSED' },
    ...(['unreachable', 'unreachable', 'no_network', 'Check the network. Nothing was sent.'] as const),
  ],
  [
    { kind: 'not_sent', reason: 'certificate', code: 'CERT_HAS_EXPIRED' },
    ...(['unreachable', 'unreachable', 'provider_down', 'certificate is not valid'] as const),
  ],
  [
    { kind: 'not_sent', reason: 'aborted', code: 'ABORTED' },
    ...(['busy', 'busy', 'busy', 'before anything was sent'] as const),
  ],
] as const satisfies readonly (readonly [NoData, string, string, string, string])[]

describe('failureOf', () => {
  it.each(CASES)('with %j, makes a read %s and a write %s', (answer, ofRead, ofWrite, cause, words) => {
    for (const effect of ['read', 'sign_in'] as const)
      expect(failureOf(answer, effect)).toMatchObject({ kind: ofRead, cause })
    for (const effect of ['add', 'change', 'delete'] as const)
      expect(failureOf(answer, effect)).toMatchObject({ kind: ofWrite, cause })
    expect(failureOf(answer, 'read').sentence).toContain(words)
    expect(failureOf(answer, 'delete').sentence).toContain(words)
  })

  it.each([400, 401])('with HTTP %i, refuses a sign-in and no other call', (status) => {
    expect(failureOf(http(status), 'sign_in')).toMatchObject({
      kind: 'stop_the_account',
      cause: 'not_signed_in',
    })
    expect(failureOf(http(status), 'read')).toMatchObject({ kind: 'unreachable', cause: 'provider_down' })
    expect(failureOf(http(status), 'add').kind).toBe('unknown_outcome')
  })

  it.each([lost('timeout'), http(503), { kind: 'malformed', why: 'fields' } as const])(
    'with %j, says to a read that it is tried again and to a write that the list is read first',
    (answer) => {
      expect(failureOf(answer, 'read').sentence).toContain('It is tried again.')
      expect(failureOf(answer, 'add').sentence).toContain('The list is read again to see what took effect.')
      expect(failureOf(answer, 'add').sentence).not.toContain('tried again')
    },
  )
})
