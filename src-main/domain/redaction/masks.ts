import { parseCodeName } from '../code/codeName.ts'

export const HIDDEN = '***'
const MASKED_PIN = /^\*\*\*\d{0,4}$/
const MASKED_MAIL = /^[^\s@]?\*\*\*@[^\s@]+$/
/** Bounded, so that a long text without an @ is searched in linear time. */
const MAIL = /([A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{0,63}(@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})/g
const FACTORY_NAME = /^[A-Za-z0-9]{1,12}_[0-9A-Fa-f]{6,12}$/

/** `***`, with the last 2 digits of 6 or 7 and the last 4 of 8 or more. A masked PIN stays as it is. */
export function maskPin(pin: string): string {
  if (pin === '' || MASKED_PIN.test(pin)) return pin
  if (!/^\d+$/.test(pin)) return HIDDEN
  if (pin.length >= 8) return HIDDEN + pin.slice(-4)
  return pin.length >= 6 ? HIDDEN + pin.slice(-2) : HIDDEN
}

/** `owner@example.com` becomes `o***@example.com`; everything that is no e-mail address stays. */
export function maskMails(text: string): string {
  if (!text.includes('@')) return text
  return text.replace(MAIL, `$1${HIDDEN}$2`)
}

/** The names on a lock come with each of its lists; a hostile body must not fill the memory. */
const MOST_REMEMBERED = 2_000
const LONGEST_REMEMBERED = 100
const remembered = new Map<string, string>()

/** Names typed by people are hidden; our own code names and names given as known are kept, e-mails masked. */
export function maskPersonName(name: string, keptNames: ReadonlySet<string>): string {
  if (keptNames.has(name)) return name
  const known = remembered.get(name)
  if (known !== undefined) return known
  const masked = maskName(name)
  if (name.length > LONGEST_REMEMBERED) return masked
  if (remembered.size >= MOST_REMEMBERED) remembered.clear()
  remembered.set(name, masked)
  return masked
}

function maskName(name: string): string {
  if (name === '' || parseCodeName(name) !== null) return name
  if (!name.includes('@')) return HIDDEN
  if (MASKED_MAIL.test(name)) return name
  const masked = maskMails(name)
  return masked !== name && /^[^\s@]+@[^\s@]+$/.test(name) ? masked : HIDDEN
}

/** A factory name (`S31_c401cc`) tells the model; anything else in its place was typed by a person. */
export function maskFactoryName(name: string, keptNames: ReadonlySet<string>): string {
  return FACTORY_NAME.test(name) ? name : maskPersonName(name, keptNames)
}
