import { describe, expect, it } from 'vitest'
import { failureOf } from './updater.ts'

const error = (message: string, code?: string) => Object.assign(new Error(message), code ? { code } : {})

describe('failureOf', () => {
  it.each([
    [error('sha512 checksum mismatch', 'ERR_CHECKSUM_MISMATCH'), 'damaged'],
    [error('not signed by the publisher', 'ERR_UPDATER_INVALID_SIGNATURE'), 'damaged'],
    [error('no checksum', 'ERR_UPDATER_NO_CHECKSUM'), 'damaged'],
    [error('not found', 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND'), 'unreachable'],
    [error('503', 'HTTP_ERROR_503'), 'unreachable'],
    [error('net::ERR_NAME_NOT_RESOLVED'), 'unreachable'],
    [error('net::ERR_BLOCKED_BY_CLIENT'), 'unreachable'],
    [error('cannot parse', 'ERR_UPDATER_INVALID_UPDATE_INFO'), 'unreadable'],
    [error('not a version', 'ERR_UPDATER_INVALID_VERSION'), 'unreadable'],
    [error('EACCES', 'EACCES'), 'unknown'],
    ['text', 'unknown'],
  ] as const)('of %s is %s', (cause, failure) => {
    expect(failureOf(cause)).toBe(failure)
  })
})
