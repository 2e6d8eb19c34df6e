import { createHash } from 'node:crypto'
import type { AccountId } from '../../src-main/domain/ids.ts'
import { type AccountSeed, defaultAccount, type Site } from '../../src-main/simulator/site.ts'
import { addAccount } from '../../src-main/useCases/accounts.ts'
import type { EnginePlant } from './enginePlant.ts'
import { engineSite } from './engineSite.ts'

/** Another account of the same application. */
const SECOND: AccountSeed = {
  ...defaultAccount,
  uid: defaultAccount.uid + 1,
  username: 'annex@lockstep.example',
  password: 'annex-locks',
}
export const SECOND_UID = SECOND.uid
export const SECOND_PASSWORD_MD5 = createHash('md5')
  .update(SECOND.password ?? '')
  .digest('hex')

/** Two locks with a gateway each, the second of which belong to the second account. */
export function siteOfTwoAccounts(): Site {
  const site = engineSite([{}, { adminUid: SECOND.uid }])
  const gateways = site.gateways?.map((gateway, index) =>
    index === 1 ? { ...gateway, adminUid: SECOND.uid } : gateway,
  )
  return { ...site, gateways, accounts: [defaultAccount, SECOND] }
}

/** Its locks are read. */
export async function connectSecond(plant: EnginePlant): Promise<AccountId> {
  const { clientId, clientSecret, username } = SECOND
  const id = addAccount(plant.useCases, plant.actor(), {
    region: 'custom',
    baseUrl: plant.simulator.url,
    secrets: { clientId, clientSecret, username, passwordMd5: SECOND_PASSWORD_MD5 },
  })
  await plant.engine().idle()
  return id
}
