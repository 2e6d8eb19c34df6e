import { resolve } from 'node:path'
import { buildApp } from './runtime/buildApp.mjs'
import { PlainFailure, runMain, say } from './runtime/failure.mjs'
import { prepareRuntime } from './runtime/prepareRuntime.mjs'
import { runInForeground } from './runtime/processes.mjs'
import { repositoryRoot } from './runtime/repository.mjs'

await runMain(async () => {
  const { screenshot, appArgs } = readArguments(process.argv.slice(2))
  const runtime = await prepareRuntime()
  try {
    await buildApp()
    if (screenshot !== null) {
      const { takeScreenshot } = await import('./runtime/screenshot.mjs')
      await takeScreenshot({ runtime, appArgs, file: screenshot })
      say(`saved ${screenshot}`)
      return 0
    }
    const switches = [...runtime.args]
    if (runtime.isDisplayVirtual) {
      // Without a desktop Chromium reports missing buses and graphics, which hides what the app itself says.
      switches.push('--log-level=3')
      say('there is no display here, so the window opens on a virtual one (Xvfb); end with Ctrl-C')
      say('to see it: npm start -- --screenshot FILE.png')
    }
    return await runInForeground(runtime.executablePath, [...switches, repositoryRoot, ...appArgs], {
      env: { ...process.env, ...runtime.env },
    })
  } finally {
    await runtime.stop()
  }
})

/**
 * Takes `--screenshot FILE` out; everything else is the app's.
 * @param {string[]} args
 */
function readArguments(args) {
  const at = args.findIndex((argument) => argument === '--screenshot' || argument.startsWith('--screenshot='))
  if (at < 0) return { screenshot: null, appArgs: args }
  const [option = '', inline] = (args[at] ?? '').split(/=(.*)/s)
  const given = inline ?? args[at + 1]
  if (!given || given.startsWith('--'))
    throw new PlainFailure(`${option} needs a file name: npm start -- --screenshot FILE.png`)
  // npm runs scripts in the repository; the file is meant where npm was called.
  const file = resolve(process.env.INIT_CWD ?? process.cwd(), given)
  return { screenshot: file, appArgs: args.toSpliced(at, inline === undefined ? 2 : 1) }
}
