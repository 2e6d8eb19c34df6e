import type { Random } from './random.ts'

export const faultKinds = ['errcode', 'http', 'html', 'hang', 'drop', 'slow', 'truncated', 'cut off'] as const

/**
 * What happens to the next requests.
 * - `errcode`: the envelope with that code.
 * - `http`: a bare HTTP status; `html`: a web page in place of JSON (status 200 unless given).
 * - `hang`: no answer, the connection stays open; `drop`: the connection is reset without an answer.
 * - `slow`: the true answer, `delayMs` late, or when the faults are cleared.
 * - `truncated`: half of the true answer, ended properly; `cut off`: half of it, then a reset.
 *
 * `effect` says whether the request is carried out all the same: `applied` is "done, but the answer is lost".
 */
export interface Fault {
  readonly kind: (typeof faultKinds)[number]
  /** How many requests it hits; 1 unless said otherwise. */
  readonly count?: number | undefined
  /** How many matching requests pass first. */
  readonly skip?: number | undefined
  /** 0 to 1: hits only this share of the matching requests, by the seed. */
  readonly probability?: number | undefined
  /** The whole path, such as `/v3/keyboardPwd/add`. */
  readonly path?: string | undefined
  readonly lockId?: number | undefined
  readonly errcode?: number | undefined
  readonly httpStatus?: number | undefined
  readonly delayMs?: number | undefined
  /** `none` unless said otherwise; slow, truncated and cut off always are carried out. */
  readonly effect?: 'none' | 'applied' | undefined
}

export interface ActiveFault extends Fault {
  readonly id: number
  readonly left: number
}

export interface FaultList {
  add(fault: Fault): ActiveFault
  list(): readonly ActiveFault[]
  clear(): void
  /** When the list is cleared next, what a fault still holds back comes at once. */
  untilCleared(): Promise<void>
  /** The fault that hits this request, if any; uses it up once. */
  take(request: { readonly path: string; readonly lockId: number | null }): Fault | null
}

export function createFaultList(random: Random): FaultList {
  let faults: { readonly id: number; readonly fault: Fault; left: number; skip: number }[] = []
  let nextId = 1
  let clearing = newClearing()
  return {
    add(fault) {
      const entry = { id: nextId, fault, left: fault.count ?? 1, skip: fault.skip ?? 0 }
      nextId += 1
      faults.push(entry)
      return { ...fault, id: entry.id, left: entry.left }
    },
    list: () => faults.map(({ id, fault, left }) => ({ ...fault, id, left })),
    clear() {
      faults = []
      clearing.happen()
      clearing = newClearing()
    },
    untilCleared: () => clearing.happened,
    take(request) {
      for (const entry of faults) {
        const { fault } = entry
        if (fault.path !== undefined && fault.path !== request.path) continue
        if (fault.lockId !== undefined && fault.lockId !== request.lockId) continue
        if (entry.skip > 0) {
          entry.skip -= 1
          continue
        }
        if (fault.probability !== undefined && random.fraction() >= fault.probability) continue
        entry.left -= 1
        faults = faults.filter((other) => other.left > 0)
        return fault
      }
      return null
    },
  }
}

function newClearing(): { readonly happened: Promise<void>; happen(): void } {
  let happen = (): void => undefined
  const happened = new Promise<void>((resolve) => {
    happen = resolve
  })
  return { happened, happen }
}
