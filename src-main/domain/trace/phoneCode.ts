/** Crockford's alphabet: no I, L, O or U, so that nothing is misread or misheard. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const MISREAD: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' }
const BITS = 5
const LENGTH = 8
const CODE = /^[0-9A-TV-Z]{4}[\s-]?[0-9A-TV-Z]{4}$/

/**
 * The first 40 bits of a correlation id as eight signs that can be read over the phone, e.g. `R8B5-YFTJ`. Not unique
 * for ever: among a million traces one in a million shares its code with another.
 */
export function phoneCode(correlationId: string): string {
  let bits = BigInt(`0x${correlationId.slice(0, (LENGTH * BITS) / 4)}`)
  let code = ''
  for (let place = 0; place < LENGTH; place += 1) {
    code = (SIGNS[Number(bits & 31n)] ?? '') + code
    bits >>= 5n
  }
  return `${code.slice(0, 4)}-${code.slice(4)}`
}

/** The beginning of the correlation id that a code stands for, or null when the text is none. */
export function readPhoneCode(text: string): string | null {
  const upper = text.trim().toUpperCase()
  if (!CODE.test(upper)) return null
  const signs = [...upper.replace(/[\s-]/g, '')].map((sign) => SIGNS.indexOf(MISREAD[sign] ?? sign))
  const bits = signs.reduce((sum, sign) => (sum << 5n) | BigInt(sign), 0n)
  return bits.toString(16).padStart((LENGTH * BITS) / 4, '0')
}
