import { z } from 'zod'
import { idField, nothing, textField } from '../fields.ts'
import { EVERYBODY, route } from '../route.ts'
import type { AccountView, ConnectionStep, DeviceView } from '../views/accounts.ts'

const accountFields = {
  region: z.enum(['global', 'china', 'custom'], 'not_in_list'),
  /** Only with region `custom`: https, or http on loopback. */
  baseUrl: z.string('invalid').trim().max(300, 'too_long').nullable(),
  clientId: textField(200),
  clientSecret: textField(200),
  username: textField(200),
  password: z.string('required').min(1, 'required').max(200, 'too_long'),
}

export const accountRoutes = {
  'accounts.list': route<readonly AccountView[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Signs in, stores the account and reads its locks and gateways. */
  'accounts.connect': route<AccountView>()({
    request: z.strictObject(accountFields),
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
  'accounts.test': route<readonly ConnectionStep[]>()({
    request: z.strictObject(accountFields),
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
  'accounts.testStored': route<readonly ConnectionStep[]>()({
    request: z.strictObject({ accountId: idField }),
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  /** Moves the account to another region after the provider said it is the wrong one. */
  'accounts.switchRegion': route<AccountView>()({
    request: z.strictObject({ accountId: idField, region: z.enum(['global', 'china'], 'not_in_list') }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** Asks again for the password after sign-in failed for good. */
  'accounts.signInAgain': route<AccountView>()({
    request: z.strictObject({ accountId: idField, password: accountFields.password }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  /** The calls a month of the account's application; they count for all accounts that share it. */
  'accounts.setCallsPerMonth': route<readonly AccountView[]>()({
    request: z.strictObject({
      accountId: idField,
      calls: z.int('not_a_number').max(Number.MAX_SAFE_INTEGER, 'out_of_range'),
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
  'accounts.sync': route<{ readonly jobId: number }>()({
    request: z.strictObject({ accountId: idField }),
    access: { who: ['manager', 'installer'], windows: ['main'] },
  }),
  'devices.list': route<readonly DeviceView[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
}
