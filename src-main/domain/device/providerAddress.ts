/** Where a TTLock account lives. The provider keeps each region's data apart; the wrong one answers 30008. */
export const PROVIDER_REGIONS = ['global', 'europe', 'china', 'custom'] as const
export type ProviderRegion = (typeof PROVIDER_REGIONS)[number]

/** The vendor names one host for mainland China and one for everybody else. */
const REGION_BASE_URLS = {
  global: 'https://euapi.ttlock.com',
  europe: 'https://euapi.ttlock.com',
  china: 'https://cnapi.ttlock.com',
} as const satisfies Record<Exclude<ProviderRegion, 'custom'>, string>

export const BASE_URL_PROBLEMS = [
  'missing',
  'not_a_url',
  'wrong_scheme',
  'http_off_loopback',
  'has_credentials',
  'has_path',
] as const
export type BaseUrlProblem = (typeof BASE_URL_PROBLEMS)[number]

export type BaseUrlResult =
  | { readonly ok: true; readonly baseUrl: string }
  | { readonly ok: false; readonly problem: BaseUrlProblem; readonly sentence: string }

export interface ProviderAddress {
  readonly region: ProviderRegion
  /** Only read when the region is `custom`. */
  readonly customBaseUrl: string | null
}

/** The origin all calls go to, without a slash at its end. */
export function resolveBaseUrl(address: ProviderAddress): BaseUrlResult {
  if (address.region !== 'custom') return { ok: true, baseUrl: REGION_BASE_URLS[address.region] }
  return parseBaseUrl(address.customBaseUrl ?? '')
}

/** Accepts https to anywhere and http to this computer alone, and nothing but scheme, host and port. */
export function parseBaseUrl(text: string): BaseUrlResult {
  const trimmed = text.trim()
  if (trimmed === '') return refuse('missing')
  if (!URL.canParse(trimmed)) return refuse('not_a_url')
  const url = new URL(trimmed)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuse('wrong_scheme')
  if (url.username !== '' || url.password !== '') return refuse('has_credentials')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return refuse('has_path')
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refuse('http_off_loopback')
  return { ok: true, baseUrl: url.origin }
}

/** Calls to it need no network. */
export function isOnThisComputer(baseUrl: string): boolean {
  return URL.canParse(baseUrl) && isLoopback(new URL(baseUrl).hostname)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname)
}

const SENTENCES = {
  missing: 'Type the address of the TTLock service, for example https://euapi.ttlock.com.',
  not_a_url: 'This is not an address. It should look like https://euapi.ttlock.com.',
  wrong_scheme: 'The address must begin with https://.',
  http_off_loopback: 'Without encryption (http) only this PC can be addressed. Use https://.',
  has_credentials: 'The address must not hold a user name or password.',
  has_path: 'The address must end after the host and port, without a path.',
} as const satisfies Record<BaseUrlProblem, string>

function refuse(problem: BaseUrlProblem): BaseUrlResult {
  return { ok: false, problem, sentence: SENTENCES[problem] }
}
