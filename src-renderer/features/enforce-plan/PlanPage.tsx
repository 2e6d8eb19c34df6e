import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { planQuery } from '../../api/plans.ts'
import { ErrorState } from '../../components/Feedback.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { BlockSkeleton, LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { PlanDetail } from './PlanDetail.tsx'

const route = getRouteApi('/shell/plans/$planId')
const words = texts.plan

export function PlanPage(): ReactElement {
  const planId = Number(route.useParams().planId)
  const router = useRouter()
  const plan = useQuery(planQuery(planId))
  const back = { label: words.back, onBack: () => router.history.push(hrefOfSection('/plans')) }
  if (plan.isSuccess) return <PlanDetail key={planId} plan={plan.data} back={back} />
  return (
    <>
      <PageHeader title={words.screen} screen={words.screen} back={back} />
      {plan.isError ? (
        <ErrorState error={plan.error} what={words.failed} onRetry={() => void plan.refetch()} />
      ) : (
        <>
          <BlockSkeleton lines={1} />
          <LedgerSkeleton columns={4} rows={8} />
        </>
      )}
    </>
  )
}
