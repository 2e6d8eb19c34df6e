import { forgetBuild } from './runtime/buildApp.mjs'
import { runMain, say } from './runtime/failure.mjs'
import { prepareRuntime } from './runtime/prepareRuntime.mjs'
import { runInstalledTool } from './runtime/processes.mjs'

await runMain(async () => {
  const runtime = await prepareRuntime()
  if (runtime.isDisplayVirtual) say('there is no display here, so the window opens on a virtual one (Xvfb)')
  forgetBuild()
  try {
    return await runInstalledTool(
      'electron-vite',
      ['dev', '--watch', '--', ...runtime.args, ...process.argv.slice(2)],
      {
        env: { ...runtime.env, ELECTRON_EXEC_PATH: runtime.executablePath },
      },
    )
  } finally {
    await runtime.stop()
  }
})
