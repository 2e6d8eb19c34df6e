import { describe, expect, it } from 'vitest'
import { parseBaseUrl, resolveBaseUrl } from './providerAddress.ts'

describe('resolveBaseUrl', () => {
  it.each([
    ['global', 'https://euapi.ttlock.com'],
    ['europe', 'https://euapi.ttlock.com'],
    ['china', 'https://cnapi.ttlock.com'],
  ] as const)('with the region %s, gives %s whatever was typed before', (region, baseUrl) => {
    expect(resolveBaseUrl({ region, customBaseUrl: 'http://evil.example' })).toEqual({ ok: true, baseUrl })
  })

  it('with a custom address, gives its origin', () => {
    expect(resolveBaseUrl({ region: 'custom', customBaseUrl: ' https://Proxy.Example:8443/ ' })).toEqual({
      ok: true,
      baseUrl: 'https://proxy.example:8443',
    })
  })
})

describe('parseBaseUrl', () => {
  it.each([
    ['http://127.0.0.1:4500', 'http://127.0.0.1:4500'],
    ['http://127.9.8.7', 'http://127.9.8.7'],
    ['http://localhost:80', 'http://localhost'],
    ['http://[::1]:4500', 'http://[::1]:4500'],
    ['https://euapi.ttlock.com', 'https://euapi.ttlock.com'],
  ])('with %s, accepts it', (text, baseUrl) => {
    expect(parseBaseUrl(text)).toEqual({ ok: true, baseUrl })
  })

  it.each([
    ['', 'missing'],
    ['   ', 'missing'],
    ['euapi.ttlock.com', 'not_a_url'],
    ['https://', 'not_a_url'],
    ['ftp://euapi.ttlock.com', 'wrong_scheme'],
    ['javascript:alert(1)', 'wrong_scheme'],
    ['file:///etc/passwd', 'wrong_scheme'],
    ['http://euapi.ttlock.com', 'http_off_loopback'],
    ['http://localhost.evil.example', 'http_off_loopback'],
    ['http://127.0.0.1.evil.example', 'http_off_loopback'],
    ['http://192.168.0.1', 'http_off_loopback'],
    ['http://0.0.0.0', 'http_off_loopback'],
    ['https://user:secret@euapi.ttlock.com', 'has_credentials'],
    ['https://euapi.ttlock.com/v3', 'has_path'],
    ['https://euapi.ttlock.com/?a=b', 'has_path'],
    ['https://euapi.ttlock.com/#x', 'has_path'],
  ])('with %j, refuses it as %s', (text, problem) => {
    expect(parseBaseUrl(text)).toEqual({ ok: false, problem, sentence: expect.stringMatching(/\.$/) })
  })
})
