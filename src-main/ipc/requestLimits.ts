import type { RouteName } from '../../src-preload/contract/contract.ts'

export interface RateLimit {
  /** Requests that may come at once. */
  readonly burst: number
  readonly perMinute: number
}

/** Roughly bytes: characters of all texts and keys plus a few for each number or bracket. */
const DEFAULT_SIZE_LIMIT = 256 * 1_024

/** 200 000 line ids of up to 120 characters. */
const LEFT_OUT_LIMIT = 32 * 1_024 * 1_024

const SIZE_LIMITS: Partial<Record<RouteName, number>> = {
  'plans.approve': LEFT_OUT_LIMIT,
  'plans.impact': LEFT_OUT_LIMIT,
  'plans.savePage': LEFT_OUT_LIMIT,
  'system.copyText': 2 * 1_024 * 1_024,
}

/** Routes that burn processor time (key derivation, the whole database), the provider's quota, or that guess at secrets. */
const RATE_LIMITS: Partial<Record<RouteName, RateLimit>> = {
  'session.begin': { burst: 5, perMinute: 10 },
  'session.signIn': { burst: 10, perMinute: 30 },
  'session.recover': { burst: 5, perMinute: 10 },
  'session.restore': { burst: 5, perMinute: 10 },
  'data.backUp': { burst: 5, perMinute: 10 },
  'data.previewRestore': { burst: 10, perMinute: 30 },
  'data.verifyAudit': { burst: 5, perMinute: 10 },
  'operators.create': { burst: 10, perMinute: 30 },
  'accounts.connect': { burst: 5, perMinute: 10 },
  'accounts.test': { burst: 5, perMinute: 10 },
  'accounts.testStored': { burst: 5, perMinute: 10 },
  'accounts.signInAgain': { burst: 5, perMinute: 10 },
  'accounts.sync': { burst: 10, perMinute: 20 },
  'doors.readUse': { burst: 20, perMinute: 60 },
  'doors.checkNow': { burst: 20, perMinute: 60 },
  'plans.confirm': { burst: 10, perMinute: 30 },
  'plans.savePage': { burst: 30, perMinute: 60 },
  'plans.preview': { burst: 20, perMinute: 60 },
  'system.networkIsBack': { burst: 3, perMinute: 6 },
  'updates.check': { burst: 5, perMinute: 10 },
  'updates.download': { burst: 5, perMinute: 10 },
  'traces.export': { burst: 30, perMinute: 60 },
  'debugSessions.export': { burst: 10, perMinute: 20 },
  'traces.rehearse': { burst: 10, perMinute: 30 },
  'traces.import': { burst: 30, perMinute: 60 },
  'people.revealPin': { burst: 20, perMinute: 30 },
}

export function sizeLimitOf(name: RouteName): number {
  return SIZE_LIMITS[name] ?? DEFAULT_SIZE_LIMIT
}

export function rateLimitOf(name: RouteName): RateLimit | null {
  return RATE_LIMITS[name] ?? null
}
