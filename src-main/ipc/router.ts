import type { RouteName } from '../../src-preload/contract/contract.ts'
import type { Envelope, EnvelopeText } from '../../src-preload/contract/envelope.ts'
import type { ErrorCode, ReplyError } from '../../src-preload/contract/errors.ts'
import { ROUTE_NAMES } from '../../src-preload/contract/routeNames.ts'
import type { CorrelationId } from '../domain/ids.ts'
import { JsonText } from '../domain/jsonText.ts'
import { storeTroubleCode, storeTroubleKind } from '../domain/storeTrouble.ts'
import type { Logger } from '../ports/logger.ts'
import type { PageOrigins } from '../security/appOrigin.ts'
import { judgeSender, type Sender } from '../security/senderPolicy.ts'
import { RequestError } from '../useCases/requestError.ts'
import { toFieldErrors } from './fieldErrors.ts'
import type { Authorize, LiveRoute, RequestContext, RoutesOf } from './handlerTypes.ts'
import { createRateGate } from './rateGate.ts'
import { findReplyFault } from './replyCheck.ts'
import { rateLimitOf, sizeLimitOf } from './requestLimits.ts'
import { isWithinSize } from './requestSize.ts'

export interface RouterOptions {
  /** Where a route is; most of them are loaded when the first one is asked for. */
  readonly routesOf: RoutesOf
  readonly authorize: Authorize
  readonly origins: PageOrigins
  readonly logger: Logger
  readonly newCorrelationId: () => CorrelationId
  /** Runs a task with the id as its context, so that whatever it logs carries it. */
  readonly runWithCorrelation: <T>(correlationId: CorrelationId, task: () => Promise<T>) => Promise<T>
  readonly monotonicMs: () => number
  /** Hears of each write of a request that the store did not take. */
  readonly onStoreTrouble: (cause: unknown) => void
  /** True in development and test builds: a reply that is not plain data or shows a secret is an error. */
  readonly checksReplies: boolean
}

const KNOWN_NAMES: ReadonlySet<unknown> = new Set(ROUTE_NAMES)

/** Answers one request. Never rejects: every outcome travels in the envelope. */
export type Router = (sender: Sender, name: unknown, request: unknown) => Promise<EnvelopeText<unknown>>

export function createRouter(options: RouterOptions): Router {
  const rateGate = createRateGate(options.monotonicMs)

  function refuse(code: ErrorCode, fields: { route: string; reason?: string }): EnvelopeText<unknown> {
    options.logger.warn('request refused', { code, ...fields })
    return failed({ code })
  }

  return async (sender, name, request) => {
    if (!isRouteName(name)) return refuse('unknown_route', { route: 'unknown' })
    const route = await find(name)
    if (route === null) return failed({ code: 'internal' })
    const { access, request: schema } = route.entry

    const verdict = judgeSender(sender, { origins: options.origins, windows: access.windows })
    if (verdict.kind === 'refused') return refuse('forbidden_sender', { route: name, reason: verdict.reason })
    if (!isWithinSize(request, sizeLimitOf(name))) return refuse('too_large', { route: name })
    const rateLimit = rateLimitOf(name)
    if (rateLimit !== null && !rateGate.admits(name, rateLimit)) {
      return refuse('too_many_requests', { route: name })
    }
    const authorization = options.authorize(access)
    if (authorization.kind === 'refused') return refuse(authorization.code, { route: name })

    const parsed = schema.safeParse(request)
    if (!parsed.success) {
      return failed({ code: 'validation_failed', fields: toFieldErrors(parsed.error) })
    }
    const context: RequestContext = {
      operator: authorization.operator,
      windowKind: verdict.windowKind,
      correlationId: options.newCorrelationId(),
    }
    return options.runWithCorrelation(context.correlationId, () => answer(route, parsed.data, context))
  }

  /** Null when the part of the program that answers it could not be loaded. */
  async function find(name: RouteName): Promise<LiveRoute | null> {
    try {
      const { contract, handlers } = await options.routesOf(name)
      const entry = contract[name]
      const handler = handlers[name]
      if (!entry || !handler) throw new Error('A route is not where it was looked for')
      // The schema of this very name parses what the handler is given; the type system cannot follow that through the table.
      return { name, entry, handler: handler as LiveRoute['handler'] }
    } catch (cause) {
      options.logger.error('route not loaded', { route: name, cause })
      return null
    }
  }

  async function answer(
    { name, handler }: LiveRoute,
    request: unknown,
    context: RequestContext,
  ): Promise<EnvelopeText<unknown>> {
    try {
      const reply = await handler(request, context)
      const fault = options.checksReplies
        ? findReplyFault(name, reply instanceof JsonText ? reply.parse() : reply)
        : null
      if (fault === null) return done(reply instanceof JsonText ? reply : JsonText.of(reply))
      options.logger.error('reply withheld', { route: name, path: fault.path, fault: fault.fault })
      return failed({ code: 'internal' })
    } catch (error) {
      return failed(toReplyError(error, name))
    }
  }

  function toReplyError(error: unknown, name: RouteName): ReplyError {
    const troubleCode = storeTroubleCode(error)
    if (troubleCode !== null) {
      options.logger.error('request not stored', { route: name, code: troubleCode })
      options.onStoreTrouble(error)
      return { code: storeTroubleKind(troubleCode) }
    }
    if (!(error instanceof RequestError)) {
      options.logger.error('request failed', { route: name, cause: error })
      return { code: 'internal' }
    }
    options.logger.info('request declined', { route: name, code: error.code, cause: error.cause })
    return {
      code: error.code,
      ...(error.facts === undefined ? {} : { facts: error.facts }),
      ...(error.fields === undefined ? {} : { fields: error.fields }),
    }
  }
}

function done<T>(data: JsonText<T>): EnvelopeText<T> {
  return `{"ok":true,"data":${data.text}}` as EnvelopeText<T>
}

function failed(error: ReplyError): EnvelopeText<never> {
  const envelope: Envelope<never> = { ok: false, error }
  return JsonText.of(envelope).text as EnvelopeText<never>
}

function isRouteName(name: unknown): name is RouteName {
  return KNOWN_NAMES.has(name)
}
