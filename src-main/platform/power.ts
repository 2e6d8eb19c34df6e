import type { PowerMonitor, PowerSaveBlocker } from 'electron'
import type { Power } from '../ports/power.ts'

export interface PowerApis {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'removeListener'>
  readonly powerSaveBlocker: Pick<PowerSaveBlocker, 'start' | 'stop'>
}

export function createPower({ powerMonitor, powerSaveBlocker }: PowerApis): Power {
  let holders = 0
  let blockerId: number | null = null
  return {
    watch({ onSuspend, onResume, onShutdown }) {
      powerMonitor.on('suspend', onSuspend)
      powerMonitor.on('resume', onResume)
      powerMonitor.on('shutdown', onShutdown)
      return () => {
        powerMonitor.removeListener('suspend', onSuspend)
        powerMonitor.removeListener('resume', onResume)
        powerMonitor.removeListener('shutdown', onShutdown)
      }
    },
    keepAwake() {
      holders += 1
      blockerId ??= powerSaveBlocker.start('prevent-app-suspension')
      let isHeld = true
      return () => {
        if (!isHeld) return
        isHeld = false
        holders -= 1
        if (holders > 0 || blockerId === null) return
        powerSaveBlocker.stop(blockerId)
        blockerId = null
      }
    },
  }
}
