/**
 * What a window is sent at once, in octets of JSON: the first screen stays below 64 KiB, above which a message takes
 * another way between the processes. The rest comes while it is read, and a body that is longer than `body` when its
 * record is looked at.
 */
export const FIRST_SCREEN = { octets: 54 * 1_024, head: 16 * 1_024, rows: 200, body: 2 * 1_024 }
export const NEXT_PAGE = { rows: 500, octets: 256 * 1_024, body: 256 }
/** For files and rehearsals, which need all there is. */
export const WHOLE_PAGE = { rows: 200, octets: 256 * 1_024, body: Number.MAX_SAFE_INTEGER }
