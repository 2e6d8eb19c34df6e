import { backUpByHand, previewRestore } from '../../useCases/backups.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'

type Routes = 'data.backups' | 'data.backUp' | 'data.previewRestore' | 'data.verifyAudit'

export function dataHandlers(
  profile: () => OpenProfile,
  backupsFolder: () => string,
): Pick<Handlers, Routes> {
  return {
    'data.backups': () => ({ folder: backupsFolder(), backups: profile().backups.list() }),
    'data.backUp': (_, context) => {
      const { useCases, backups } = profile()
      return backUpByHand(useCases, backups, actorOf(context))
    },
    'data.previewRestore': ({ name }) => previewRestore(profile().backups, name),
    'data.verifyAudit': ({ noted }) => profile().backups.verifyAudit(noted),
  }
}
