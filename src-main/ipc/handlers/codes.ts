import type { QueuedReply } from '../../../src-preload/contract/routes/doors.ts'
import type { CredentialId, DoorId, JobId, VendorPinId } from '../../domain/ids.ts'
import { markCode, resumeCode, unmarkCode } from '../../useCases/markCode.ts'
import { adoptCode, giveNewPin, removeTaker, type TakenPin } from '../../useCases/takenPin.ts'
import type { Actor } from '../../useCases/useCaseContext.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile } from '../openProfile.ts'

type Routes = 'codes.mark' | 'codes.unmark' | 'codes.resume' | 'codes.adopt' | 'codes.remove' | 'codes.newPin'

export function codeHandlers(profile: () => OpenProfile): Pick<Handlers, Routes> {
  return {
    'codes.mark': ({ doorId, vendorPinId, ...decision }, context) => {
      const actor = actorOf(context)
      return queued(
        actor,
        markCode(profile().useCases, actor, { ...listed(doorId, vendorPinId), ...decision }),
      )
    },
    'codes.unmark': ({ doorId, vendorPinId }, context) => {
      const actor = actorOf(context)
      return queued(actor, unmarkCode(profile().useCases, actor, listed(doorId, vendorPinId)))
    },
    'codes.adopt': (request, context) => {
      const actor = actorOf(context)
      return queued(actor, adoptCode(profile().useCases, actor, takenPin(request)))
    },
    'codes.remove': (request, context) => {
      const actor = actorOf(context)
      return queued(actor, removeTaker(profile().useCases, actor, takenPin(request)))
    },
    'codes.newPin': (request, context) => {
      const actor = actorOf(context)
      const made = giveNewPin(profile().useCases, actor, takenPin(request))
      return { ...made, correlationId: actor.correlationId }
    },
    'codes.resume': (request, context) => {
      const actor = actorOf(context)
      const jobId = resumeCode(profile().useCases, actor, {
        doorId: request.doorId as DoorId,
        credentialId: request.credentialId as CredentialId,
      })
      return queued(actor, jobId)
    },
  }
}

function listed(doorId: number, vendorPinId: string) {
  return { doorId: doorId as DoorId, vendorPinId: vendorPinId as VendorPinId }
}

function takenPin(request: { doorId: number; credentialId: number; vendorPinId: string }): TakenPin {
  return {
    ...listed(request.doorId, request.vendorPinId),
    credentialId: request.credentialId as CredentialId,
  }
}

function queued(actor: Actor, jobId: JobId): QueuedReply {
  return { correlationId: actor.correlationId, jobIds: [jobId] }
}
