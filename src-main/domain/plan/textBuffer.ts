const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const ZERO = 0x30

const encoder = new TextEncoder()
const decoder = new TextDecoder()

/**
 * JSON written byte by byte. The 400,000 codes of a large site pass through here in one plan; put together with `+`
 * their text costs as much as all the rest of planning.
 */
export class TextBuffer {
  bytes = new Uint8Array(64 * 1024)
  length = 0

  /** Printable ASCII that is written as it stands. */
  raw(text: string): void {
    this.reserve(text.length)
    const { bytes } = this
    let at = this.length
    for (let index = 0; index < text.length; index++) bytes[at++] = text.charCodeAt(index)
    this.length = at
  }

  /** A JSON string and a comma. */
  quoted(text: string): void {
    this.reserve(text.length + 3)
    const { bytes } = this
    let at = this.length
    bytes[at++] = QUOTE
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index)
      if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) {
        this.#escaped(text)
        return
      }
      bytes[at++] = unit
    }
    bytes[at++] = QUOTE
    bytes[at++] = COMMA
    this.length = at
  }

  /** A whole number from 0 to 2^31, and a comma. */
  whole(value: number): void {
    if (value !== (value | 0) || value < 0) {
      this.raw(`${value},`)
      return
    }
    this.reserve(11)
    const { bytes } = this
    let end = this.length + 1
    for (let limit = 10; value >= limit; limit *= 10) end++
    let rest = value
    for (let at = end - 1; at >= this.length; at--) {
      const tens = (rest / 10) | 0
      bytes[at] = ZERO + rest - tens * 10
      rest = tens
    }
    bytes[end] = COMMA
    this.length = end + 1
  }

  /** Takes the comma back that the last value left. */
  dropComma(): void {
    if (this.bytes[this.length - 1] === COMMA) this.length--
  }

  /** What was written since the last time. */
  take(): string {
    const text = decoder.decode(this.bytes.subarray(0, this.length))
    this.length = 0
    return text
  }

  reserve(count: number): void {
    if (this.length + count > this.bytes.length) this.#grow(count)
  }

  #grow(count: number): void {
    const larger = new Uint8Array(2 * (this.length + count))
    larger.set(this.bytes.subarray(0, this.length))
    this.bytes = larger
  }

  #escaped(text: string): void {
    const escaped = `${JSON.stringify(text)},`
    this.reserve(escaped.length * 3)
    this.length += encoder.encodeInto(escaped, this.bytes.subarray(this.length)).written
  }
}
