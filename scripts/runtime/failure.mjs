/** A failure the reader can act on: one line, no stack. Anything else that is thrown is a bug and keeps its stack. */
export class PlainFailure extends Error {
  name = 'PlainFailure'
}

/**
 * Runs a script's main function and turns its outcome into the exit code.
 * @param {() => Promise<number>} main resolves to the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.exitCode = 1
    console.error(error instanceof PlainFailure ? `lockstep: ${error.message}` : error)
  }
}

/** @param {string} line */
export function say(line) {
  console.log(`lockstep: ${line}`)
}
