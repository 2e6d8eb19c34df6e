/** One of these makes a string take two octets for each character on its way between processes. */
const BEYOND_ONE_OCTET = /[\u0100-\uffff]/g

/** A value as JSON, to be handed on without being read and written again. One octet for each character. */
export class JsonText<T> {
  readonly text: string

  /** `json` is what `JSON.stringify` made of a `T`, or would have made. */
  constructor(json: string) {
    // Such characters stand within the strings of JSON alone, where this says the same.
    this.text = json.replace(BEYOND_ONE_OCTET, escaped)
  }

  /** Throws for what JSON cannot say: a circle, a big integer. */
  static of<T>(value: T): JsonText<T> {
    return new JsonText<T>(JSON.stringify(value) ?? 'null')
  }

  get octets(): number {
    return this.text.length
  }

  parse(): T {
    return JSON.parse(this.text)
  }
}

/** `rest`, which has other fields, with a list in it. */
export function withList<Rest extends object, Name extends string, Item>(
  rest: Rest,
  name: Name,
  items: readonly JsonText<Item>[],
): JsonText<Rest & { readonly [Field in Name]: readonly Item[] }> {
  const list = items.map((item) => item.text).join(',')
  return new JsonText(`${JSON.stringify(rest).slice(0, -1)},"${name}":[${list}]}`)
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
