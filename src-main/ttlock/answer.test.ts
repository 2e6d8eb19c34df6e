import { describe, expect, it } from 'vitest'
import { parseBody, readAnswer } from './answer.ts'
import type { Exchange } from './transport.ts'

const JSON_TYPE = 'application/json;charset=UTF-8'

function answerOf(body: string, contentType: string | null = JSON_TYPE, httpStatus = 200) {
  const exchange: Exchange = {
    kind: 'answered',
    httpStatus,
    contentType,
    dateHeader: null,
    body,
    bodyBytes: Buffer.byteLength(body),
  }
  return readAnswer(exchange, parseBody(exchange))
}

describe('readAnswer', () => {
  it.each([
    ['<html></html>', 'not_json'],
    ['{"list":[', 'not_json'],
    ['', 'not_json'],
    ['[]', 'not_an_object'],
    ['null', 'not_an_object'],
    ['"yes"', 'not_an_object'],
    ['{"errcode":"busy"}', 'errcode'],
    ['{"errcode":{}}', 'errcode'],
  ])('of %s, says what is wrong with it', (body, why) => {
    expect(answerOf(body)).toEqual({ kind: 'malformed', why })
  })

  it.each([
    [null, 'data'],
    ['', 'data'],
    [JSON_TYPE, 'data'],
    ['application/json', 'data'],
    ['TEXT/JSON; charset=gbk', 'data'],
    ['text/plain', 'data'],
    ['application/vnd.ttlock+json', 'data'],
    ['text/html;charset=UTF-8', 'malformed'],
    ['application/octet-stream', 'malformed'],
  ])('of JSON that is called %s, takes it as %s', (contentType, kind) => {
    expect(answerOf('{"total":0}', contentType).kind).toBe(kind)
  })

  it.each([
    ['{"errcode":-3003}', 200, 'refused'],
    ['{"errcode":"-3003"}', 200, 'refused'],
    ['{"errcode":0}', 200, 'data'],
    ['{"errcode":null}', 200, 'data'],
    ['{"errcode":-3003}', 400, 'refused'],
    ['{"errcode":0}', 400, 'http_error'],
    ['{"errcode":-3003}', 500, 'http_error'],
    ['{"errcode":-3003}', 302, 'http_error'],
  ])('of %s with HTTP status %i, is %s', (body, httpStatus, kind) => {
    expect(answerOf(body, JSON_TYPE, httpStatus).kind).toBe(kind)
  })
})
