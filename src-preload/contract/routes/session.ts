import { z } from 'zod'
import { idField, nothing, passcodeField, textField } from '../fields.ts'
import { EVERYBODY, ROLES, route } from '../route.ts'
import type { BeginReply, OperatorView, SessionView, StatusView } from '../views/session.ts'

export const sessionRoutes = {
  'session.state': route<SessionView>()({
    request: nothing,
    access: { who: 'anyone', windows: ['main', 'trace'] },
  }),
  /** First start of a profile: makes the first operator (a manager), the vault and its recovery key. */
  'session.begin': route<BeginReply>()({
    request: z.strictObject({
      name: textField(80),
      passcode: passcodeField,
      choice: z.enum(['connect', 'simulated'], 'not_in_list'),
    }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  'session.signIn': route<SessionView>()({
    request: z.strictObject({
      operatorId: idField,
      passcode: z.string('required').min(1, 'required').max(200, 'too_long'),
    }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  /** The recovery key opens the vault and sets a new passcode for the last manager. */
  'session.recover': route<BeginReply>()({
    request: z.strictObject({
      operatorId: idField,
      recoveryKey: z.string('required').min(1, 'required').max(200, 'too_long'),
      newPasscode: passcodeField,
    }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  'session.signOut': route<SessionView>()({ request: nothing, access: { who: 'anyone', windows: ['main'] } }),
  /** Opens the other profile; nothing carries over. */
  'session.openProfile': route<SessionView>()({
    request: z.strictObject({ profile: z.enum(['real', 'simulated'], 'not_in_list') }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  /** Takes this profile back to a backup; everybody is signed out. For a manager, and at the welcome. */
  'session.restore': route<SessionView>()({
    request: z.strictObject({ name: z.string('invalid').max(100, 'too_long'), reason: textField(500) }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  'session.dismissNotice': route<SessionView>()({
    request: z.strictObject({ code: textField(60) }),
    access: { who: 'anyone', windows: ['main'] },
  }),
  'session.status': route<StatusView>()({ request: nothing, access: { who: EVERYBODY, windows: ['main'] } }),
  'operators.list': route<readonly OperatorView[]>()({
    request: nothing,
    access: { who: EVERYBODY, windows: ['main'] },
  }),
  'operators.create': route<OperatorView>()({
    request: z.strictObject({
      name: textField(80),
      passcode: passcodeField,
      role: z.enum(ROLES, 'not_in_list'),
    }),
    access: { who: ['manager'], windows: ['main'] },
  }),
}
