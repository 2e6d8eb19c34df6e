import { IMPACT_PAGE } from '../../../src-preload/contract/routes/plans.ts'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import type { DoorGroupId, DoorId, OperatorId, PlanId, SiteId } from '../../domain/ids.ts'
import type { FileDialog } from '../../ports/fileDialog.ts'
import type { PlanRecord, PlanScope } from '../../ports/stores/planStore.ts'
import { allowSafeguard } from '../../useCases/allowSafeguard.ts'
import { answerApply } from '../../useCases/answerApply.ts'
import { confirmPlan } from '../../useCases/confirmPlan.ts'
import { saveBytes } from '../../useCases/exportTrace.ts'
import type { FileTasks } from '../../useCases/fileTasks.ts'
import { writePlanPage } from '../../useCases/planPage.ts'
import { applyPlan, approvePlan, previewPlan, rejectPlan, stopPlan } from '../../useCases/plans.ts'
import { RequestError } from '../../useCases/requestError.ts'
import { undoPlan } from '../../useCases/undoPlan.ts'
import type { Handlers } from '../handlerTypes.ts'
import { actorOf, type OpenProfile, type SessionControl } from '../openProfile.ts'
import { findLines } from '../present/findLines.ts'
import { planImpact } from '../present/planImpact.ts'
import { planLines } from '../present/planLines.ts'
import { planRow, planView } from '../present/planView.ts'
import { zoneOfScope } from '../present/zoneOfScope.ts'

const SHOWN_PLANS = 200

type Routes =
  | 'plans.list'
  | 'plans.get'
  | 'plans.lines'
  | 'plans.find'
  | 'plans.impact'
  | 'plans.preview'
  | 'plans.approve'
  | 'plans.allowSafeguard'
  | 'plans.confirm'
  | 'plans.apply'
  | 'plans.undo'
  | 'plans.reject'
  | 'plans.answer'
  | 'plans.stop'
  | 'plans.savePage'

export function planHandlers(
  profile: () => OpenProfile,
  session: Pick<SessionControl, 'prove'>,
  files: { readonly dialog: FileDialog; readonly tasks: FileTasks },
): Pick<Handlers, Routes> {
  const show = (open: OpenProfile, planId: number): PlanView => {
    const plan = open.store.plans.get(planId as PlanId)
    const view = planView(open.store, planId as PlanId, {
      doorsToRead: plan?.status === 'reading' ? doorsToRead(open, plan) : 0,
      nowMs: open.clock.nowMs(),
    })
    if (!view) throw new RequestError('not_found')
    return view
  }
  return {
    'plans.list': ({ before }) => {
      const { store } = profile()
      const plans = store.plans.list(SHOWN_PLANS, before as PlanId | null)
      const zoneOf = zoneOfScope(store)
      return {
        plans: plans.map((plan) => planRow(plan, zoneOf)),
        next: plans.length < SHOWN_PLANS ? null : (plans.at(-1)?.id ?? null),
      }
    },
    'plans.get': ({ planId }) => show(profile(), planId),
    'plans.lines': ({ planId, doorId, of }) => {
      const lines = planLines(profile().store, { planId: planId as PlanId, doorId: doorId as DoorId, of })
      if (!lines) throw new RequestError('not_found')
      return lines
    },
    'plans.find': ({ planId, text }) => {
      const found = findLines(profile().store, planId as PlanId, text)
      if (!found) throw new RequestError('not_found')
      return found
    },
    'plans.impact': async ({ planId, leftOut, from }) => {
      const asked = { leftOut, from, most: IMPACT_PAGE }
      const impact = await planImpact(profile().store, planId as PlanId, asked)
      if (!impact) throw new RequestError('not_found')
      return impact
    },
    'plans.preview': ({ scope }, context) => {
      const open = profile()
      const actor = actorOf(context)
      const doors = doorsIn(open, scope)
      if (doors.length === 0) throw new RequestError('not_found')
      const made = previewPlan(open.useCases, actor, { scope, ...headOf(open, scope, doors) })
      return { planId: made.planId, jobIds: [made.jobId], correlationId: actor.correlationId }
    },
    'plans.approve': (request, context) => {
      const open = profile()
      approvePlan(open.useCases, actorOf(context), { ...request, planId: request.planId as PlanId })
      return show(open, request.planId)
    },
    'plans.allowSafeguard': (request, context) => {
      const open = profile()
      allowSafeguard(open.useCases, actorOf(context), { ...request, planId: request.planId as PlanId })
      return show(open, request.planId)
    },
    'plans.confirm': async ({ planId, operatorId, passcode }, context) => {
      const by = operatorId as OperatorId
      await session.prove({ operatorId: by, passcode })
      const open = profile()
      confirmPlan(open.useCases, actorOf(context), { planId: planId as PlanId, operatorId: by })
      return show(open, planId)
    },
    'plans.apply': ({ planId }, context) => {
      const open = profile()
      const jobId = applyPlan(open.useCases, actorOf(context), planId as PlanId)
      const plan = open.store.plans.get(planId as PlanId)
      return { jobIds: [jobId], correlationId: plan?.correlationId ?? context.correlationId }
    },
    'plans.undo': ({ planId }, context) => {
      const actor = actorOf(context)
      const made = undoPlan(profile().useCases, actor, planId as PlanId)
      return { planId: made.planId, jobIds: [made.jobId], correlationId: actor.correlationId }
    },
    'plans.reject': ({ planId, reason }, context) => {
      const open = profile()
      rejectPlan(open.useCases, actorOf(context), { planId: planId as PlanId, reason })
      return show(open, planId)
    },
    'plans.answer': (request, context) => {
      const open = profile()
      answerApply(open.useCases, actorOf(context), { ...request, planId: request.planId as PlanId })
      return show(open, request.planId)
    },
    'plans.savePage': async ({ planId, leftOut }) => {
      const open = profile()
      const { store } = open
      const id = planId as PlanId
      const view = show(open, planId)
      const impact = await planImpact(store, id, { leftOut, from: 0, most: Number.POSITIVE_INFINITY })
      if (!impact) throw new RequestError('not_found')
      return files.tasks.run(`plan:${planId}`, async (task) => {
        const page = await writePlanPage(store, view, {
          impact,
          leftOut: new Set(view.row.status === 'previewed' ? leftOut : []),
          nowMs: open.clock.nowMs(),
          linesOf: ({ doorId }) =>
            planLines(store, { planId: id, doorId: doorId as DoorId, of: 'lines' }) ?? [],
        })
        return saveBytes(files.dialog, Buffer.from(page), task, {
          title: 'Save the plan as a page to print',
          suggestedName: `plan-${planId}.html`,
          kinds: [{ name: 'Web page', extensions: ['html'] }],
        })
      })
    },
    'plans.stop': ({ planId }, context) => {
      const open = profile()
      stopPlan(open.useCases, actorOf(context), planId as PlanId)
      return show(open, planId)
    },
  }
}

function doorsToRead(open: OpenProfile, { scope, undoOf }: PlanRecord): number {
  return undoOf === null ? doorsIn(open, scope).length : open.store.plans.doorHeads(undoOf).length
}

function doorsIn({ store }: OpenProfile, scope: PlanScope): readonly DoorId[] {
  switch (scope.kind) {
    case 'all':
      return store.doors.allIds()
    case 'site':
      return store.doors.idsInSite(scope.id as SiteId)
    case 'group':
      return store.doors.idsInGroup(scope.id as DoorGroupId)
    case 'door':
      return store.doors.get(scope.id as DoorId)?.isActive ? [scope.id as DoorId] : []
  }
}

/** Title, mode and grace of a plan for the scope; where sites differ the plan says `mixed`. */
function headOf({ store }: OpenProfile, scope: PlanScope, doorIds: readonly DoorId[]) {
  const sites = new Map(
    doorIds.flatMap((id) => {
      const door = store.doors.get(id)
      const site = door && store.sites.get(door.siteId)
      return site ? [[site.id, site]] : []
    }),
  )
  const all = [...sites.values()]
  const modes = new Set(all.map((site) => site.mode))
  const graces = new Set(all.map((site) => site.graceWindowSeconds))
  return {
    title: titleOf(store, scope, doorIds),
    mode: modes.size === 1 ? (all[0]?.mode ?? 'mixed') : 'mixed',
    graceWindowSeconds: graces.size === 1 ? (all[0]?.graceWindowSeconds ?? 0) : 0,
  }
}

function titleOf(store: OpenProfile['store'], scope: PlanScope, doorIds: readonly DoorId[]): string {
  const doors = doorIds.length === 1 ? '1 door' : `${doorIds.length} doors`
  switch (scope.kind) {
    case 'all':
      return `All doors (${doorIds.length})`
    case 'site':
      return `${store.sites.get(scope.id as SiteId)?.name ?? 'Site'} (${doors})`
    case 'group':
      return `${store.sites.getGroup(scope.id as DoorGroupId)?.name ?? 'Group'} (${doors})`
    case 'door':
      return store.doors.get(scope.id as DoorId)?.name ?? 'Door'
  }
}
