import type { Dialog } from 'electron'

const TEXTS = {
  window: {
    message: 'The Lockstep window stopped working',
    detail:
      'Nothing that was stored is lost. Work that was under way is checked against the locks at the next start.',
  },
  program: {
    message: 'Lockstep ran into a fault and has stopped',
    detail:
      'No more commands are sent to locks. Nothing that was stored is lost. Work that was under way is checked against the locks at the next start.',
  },
} as const

const RESTART = 0

export function createRestartOffer(dialog: Pick<Dialog, 'showMessageBox'>) {
  return async (reason: keyof typeof TEXTS): Promise<'restart' | 'quit'> => {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'Lockstep',
      ...TEXTS[reason],
      buttons: ['Restart Lockstep', 'Quit'],
      defaultId: RESTART,
      cancelId: 1,
      noLink: true,
    })
    return response === RESTART ? 'restart' : 'quit'
  }
}
