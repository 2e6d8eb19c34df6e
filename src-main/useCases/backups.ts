import { toIso } from '../domain/instant.ts'
import type { Backups, DatabaseContents, StoredBackup } from '../ports/backups.ts'
import { RequestError } from './requestError.ts'
import type { Actor, UseCaseContext } from './useCaseContext.ts'

/** Throws `backup_not_made` when there is no whole copy; then nothing was removed either. */
export async function backUpByHand(
  { store, clock }: Pick<UseCaseContext, 'store' | 'clock'>,
  backups: Backups,
  actor: Actor,
): Promise<StoredBackup> {
  const backup = await backups.make('by-hand').catch((cause: unknown) => {
    throw new RequestError('backup_not_made', { cause })
  })
  store.write(() => {
    const change = { before: null, after: { backup: backup.name } }
    store.traces.appendAudit(
      { ...actor, entity: 'Database', entityId: 0, action: 'back_up', ...change },
      toIso(clock.nowMs()),
    )
  })
  return backup
}

/** What is there now beside what the backup holds, which is proven by opening it. */
export async function previewRestore(
  backups: Backups,
  name: string,
): Promise<{
  readonly backup: StoredBackup
  readonly present: DatabaseContents
  readonly inBackup: DatabaseContents
}> {
  const backup = backups.list().find((each) => each.name === name)
  if (!backup) throw new RequestError('not_found')
  const contents = await backups.contentsOf(name).catch((cause: unknown) => {
    throw new RequestError('backup_not_whole', { cause })
  })
  if (!contents) throw new RequestError('not_found')
  return { backup, present: await backups.presentContents(), inBackup: contents }
}
