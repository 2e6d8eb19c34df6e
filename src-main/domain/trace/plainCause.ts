/** The log puts the kind of failure before its sentence: `no_network (ENOTFOUND): …`. A number of TTLock's stays. */
const KIND = /^[a-z]+(?:_[a-z]+)*(?: \([A-Z\d_]+\))?: /

/** What a failed call said, for people. */
export function plainCause(message: string): string {
  return message.replace(KIND, '')
}
