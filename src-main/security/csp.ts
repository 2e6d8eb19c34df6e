const NOTHING_ELSE = [
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
] as const

/**
 * The policy sent with each page. The nonce is for the style tags that the component library makes at run time;
 * scripts come from files alone. Nothing may connect anywhere.
 */
export function buildCsp(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'none'",
    ...NOTHING_ELSE,
  ].join('; ')
}

/**
 * For pages of the development server only: it injects an inline script and style tags of its own and reloads
 * over a web socket.
 */
export function buildDevelopmentCsp(devServerOrigin: string): string {
  const socket = devServerOrigin.replace(/^http:/, 'ws:')
  return [
    "default-src 'none'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src 'self' ${socket}`,
    ...NOTHING_ELSE,
  ].join('; ')
}
