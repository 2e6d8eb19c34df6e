/**
 * Doors in hand, by the gateways that hear them. A gateway does one command at a time: more doors than keep it at work
 * would only wait for it, and hold places that other gateways need.
 */
export class GatewayLoad {
  readonly #most: number
  readonly #doors = new Map<string, number>()

  /** @param most doors of one gateway in hand at once */
  constructor(most: number) {
    this.#most = most
  }

  /** False while one of its gateways has room: a door that several hear waits for no others. */
  isCrowded(gateways: readonly string[]): boolean {
    return gateways.length > 0 && gateways.every((gateway) => this.#isFull(gateway))
  }

  /** Gateways of which no more doors are taken in hand. */
  full(): readonly string[] {
    return [...this.#doors.keys()].filter((gateway) => this.#isFull(gateway))
  }

  enter(gateways: readonly string[]): void {
    for (const gateway of gateways) this.#doors.set(gateway, (this.#doors.get(gateway) ?? 0) + 1)
  }

  leave(gateways: readonly string[]): void {
    for (const gateway of gateways) this.#doors.set(gateway, (this.#doors.get(gateway) ?? 0) - 1)
  }

  #isFull(gateway: string): boolean {
    return (this.#doors.get(gateway) ?? 0) >= this.#most
  }
}
