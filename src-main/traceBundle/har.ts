import type { BundleLog, TraceBundle } from '../../src-preload/contract/traceBundle.ts'
import { type ProviderCall, readCall, toText } from './providerCall.ts'

/** The provider calls as HTTP Archive 1.2. Steps of our own have no request and are left out. */
export function writeHar(bundle: TraceBundle): string {
  const entries = bundle.integration_logs.flatMap((log) => {
    const call = readCall(log)
    return call === null ? [] : [entryOf(log, call)]
  })
  const comment = `${bundle.correlation_id}: ${bundle.outcome.sentence} Secrets were replaced by ***.`
  const har = { log: { version: '1.2', creator: bundle.program, entries, comment } }
  return `${JSON.stringify(har, null, 2)}\n`
}

function entryOf(log: BundleLog, call: ProviderCall) {
  const parameters = Object.entries(call.payload).map(([name, value]) => ({ name, value: toText(value) }))
  const body = log.response_json === null ? '' : JSON.stringify(log.response_json)
  const timeMs = log.duration_ms ?? 0
  return {
    startedDateTime: log.started_at,
    time: timeMs,
    request: { ...message(), method: call.method, url: call.url, ...parametersOf(call.method, parameters) },
    response: {
      ...message(),
      // 0 is what browsers write when no answer came.
      status: log.http_status ?? 0,
      statusText: '',
      content: { size: Buffer.byteLength(body), mimeType: 'application/json', text: body },
      redirectURL: '',
    },
    cache: {},
    timings: { send: 0, wait: timeMs, receive: 0 },
    comment: [log.action, log.lock_key, log.error_message].filter((part) => part !== null).join(' · '),
  }
}

/** Headers are not recorded, and sizes on the wire neither; -1 is the format's word for it. */
function message() {
  return { httpVersion: 'HTTP/1.1', cookies: [], headers: [], headersSize: -1, bodySize: -1 }
}

function parametersOf(method: string, parameters: readonly { name: string; value: string }[]) {
  if (method === 'GET') return { queryString: parameters }
  const text = new URLSearchParams(
    parameters.map(({ name, value }): [string, string] => [name, value]),
  ).toString()
  return {
    queryString: [],
    postData: { mimeType: 'application/x-www-form-urlencoded', params: parameters, text },
  }
}
