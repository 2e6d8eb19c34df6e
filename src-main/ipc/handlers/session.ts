import type { OperatorId } from '../../domain/ids.ts'
import type { Store } from '../../ports/store.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type SessionControl } from '../openProfile.ts'

type Routes =
  | 'session.state'
  | 'session.begin'
  | 'session.signIn'
  | 'session.recover'
  | 'session.signOut'
  | 'session.openProfile'
  | 'session.restore'
  | 'session.dismissNotice'
  | 'session.status'
  | 'operators.list'
  | 'operators.create'

export function sessionHandlers(session: SessionControl, store: () => Store): Pick<Handlers, Routes> {
  return {
    'session.state': () => session.view(),
    'session.begin': async ({ name, passcode, choice }) => {
      const recoveryKey = await session.begin({
        name,
        passcode,
        profile: choice === 'simulated' ? 'simulated' : 'real',
      })
      return { recoveryKey, session: session.view() }
    },
    'session.signIn': async ({ operatorId, passcode }) => {
      await session.signIn({ operatorId: operatorId as OperatorId, passcode })
      return session.view()
    },
    'session.recover': async ({ operatorId, recoveryKey, newPasscode }) => {
      const renewed = await session.recover({
        operatorId: operatorId as OperatorId,
        recoveryKey,
        newPasscode,
      })
      return { recoveryKey: renewed, session: session.view() }
    },
    'session.signOut': () => {
      session.signOut()
      return session.view()
    },
    'session.openProfile': async (request) => {
      await session.openProfile(request.profile)
      return session.view()
    },
    'session.restore': async (request, { correlationId }) => {
      await session.restore({ ...request, correlationId })
      return session.view()
    },
    'session.dismissNotice': ({ code }) => {
      session.dismissNotice(code)
      return session.view()
    },
    'session.status': () => session.status(),
    'operators.list': () => store().operators.list(),
    'operators.create': async (request, context) => {
      const id = await session.addOperator({ ...request, actor: actorOf(context) })
      return { id, name: store().operators.nameOf(id), role: request.role }
    },
  }
}
