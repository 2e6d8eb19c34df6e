import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type ReactElement, type ReactNode, useCallback, useMemo, useState } from 'react'
import type { PlanView } from '../../../src-preload/contract/views/plans.ts'
import { sessionQuery } from '../../api/session.ts'
import { useTakenPin } from '../../api/useTakenPin.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { PlanStatusMark } from '../../components/marks.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { TakenPinDialogs } from '../../components/TakenPin.tsx'
import { FilterTabs } from '../../components/ui/FilterTabs.tsx'
import { readLocalZone } from '../../lib/time.ts'
import { texts } from '../../texts/texts.ts'
import { ApplyQuestions } from './ApplyQuestions.tsx'
import { Impact } from './Impact.tsx'
import {
  countLines,
  KIND_FILTERS,
  type KindFilter,
  type LeftLine,
  type LeftOut,
  listLeftOut,
  moveLines,
  orderDoors,
  sumCounts,
} from './model/lines.ts'
import { PlanBar } from './PlanBar.tsx'
import { PlanCost } from './PlanCost.tsx'
import { PlanHolds } from './PlanHolds.tsx'
import { PlanList } from './PlanList.tsx'
import { PlanProgress } from './PlanProgress.tsx'
import { PrintButton } from './PrintButton.tsx'
import classes from './plan.module.css'
import { Safeguards } from './Safeguards.tsx'
import { UndoButton, UndoNote } from './UndoControl.tsx'

const words = texts.plan

interface PlanDetailProps {
  readonly plan: PlanView
  readonly back: { readonly label: string; readonly onBack: () => void }
}

export function PlanDetail({ plan, back }: PlanDetailProps): ReactElement {
  const router = useRouter()
  const [filter, setFilter] = useState<KindFilter>('all')
  // Everything that may be chosen is, until a person takes lines out.
  const [leftOut, setLeftOut] = useState<LeftOut>(new Map())
  const session = useQuery(sessionQuery)
  const canDecide = session.data?.operator?.role === 'manager'
  const isOpenForChoice = plan.row.status === 'previewed'
  const leftOutIds = useMemo(() => listLeftOut(isOpenForChoice ? leftOut : null), [isOpenForChoice, leftOut])
  const setSelected = useCallback(
    (doorId: number, lines: readonly LeftLine[], isSelected: boolean): void =>
      setLeftOut((now) => moveLines(now, doorId, lines, isSelected)),
    [],
  )
  const [decided, setDecided] = useState<ReadonlySet<string>>(new Set())
  const takenPin = useTakenPin((choice, { person, key }) => {
    setDecided((now) => new Set([...now, key]))
    if (choice !== 'newPin') {
      notifications.show({ title: texts.takenPin.done[choice](person), message: texts.takenPin.decided })
    }
  })
  const [search, setSearch] = useState('')
  const hasLines = plan.doors.some((door) => countLines(door) > 0)
  const doors = useMemo(() => orderDoors(plan.doors), [plan.doors])

  return (
    <div className={classes.page}>
      <PageHeader
        title={plan.row.title}
        screen={words.screen}
        back={back}
        mark={<PlanStatusMark status={plan.row.status} />}
        sub={<PlanFacts plan={plan} />}
        actions={
          <>
            {canDecide && <UndoButton plan={plan} />}
            {plan.row.status !== 'reading' && <PrintButton planId={plan.row.id} leftOut={leftOutIds} />}
            <Button onClick={() => router.history.push(`/traces/${plan.row.correlationId}`)}>
              {words.trace}
            </Button>
          </>
        }
      />
      <UndoNote plan={plan} />
      <PlanCost plan={plan} />
      <PlanProgress plan={plan} />
      <ApplyQuestions plan={plan} canAnswer={canDecide} />
      <PlanHolds plan={plan} canRun={canDecide} />
      <Safeguards plan={plan} canAllow={canDecide} />
      {hasLines && (
        <KindTabs doors={plan.doors} filter={filter} onChange={setFilter} canSelect={isOpenForChoice}>
          <SearchField label={words.search} value={search} onChange={setSearch} />
        </KindTabs>
      )}
      {plan.row.status !== 'reading' &&
        !hasLines &&
        plan.doors.every((door) => door.state !== 'unreadable') && (
          <p className={classes.allInStep}>
            {plan.undoOf === null ? words.allInStep : texts.undo.nothingLeft}
          </p>
        )}
      <PlanList
        planId={plan.row.id}
        doors={doors}
        filter={filter}
        search={search}
        leftOut={isOpenForChoice ? leftOut : null}
        onSelect={setSelected}
        onFilter={setFilter}
        onTakenPin={canDecide && isOpenForChoice ? takenPin.choose : null}
        decided={decided}
      />
      <TakenPinDialogs state={takenPin} />
      {hasLines && plan.row.status !== 'reading' && <Impact plan={plan} leftOut={leftOutIds} />}
      <PlanBar plan={plan} leftOut={leftOut} leftOutIds={leftOutIds} />
    </div>
  )
}

function PlanFacts({ plan }: { readonly plan: PlanView }): ReactElement {
  const zone = plan.row.timezone ?? readLocalZone()
  return (
    <span className={classes.facts}>
      <span>
        {words.modeLabel} <strong>{texts.words.modeOf(plan.row.mode)}</strong>
      </span>
      <span>
        {words.madeAt} <DateTime iso={plan.row.createdAt} zone={zone} isAmongSites />
      </span>
      {plan.row.status === 'previewed' && plan.expiresAt !== null && (
        <span>
          {words.expires} <DateTime iso={plan.expiresAt} zone={zone} isAmongSites />
        </span>
      )}
      {plan.approvedBy !== null && plan.approvedAt !== null && (
        <span>
          {words.approvedBy(plan.approvedBy)} <DateTime iso={plan.approvedAt} zone={zone} isAmongSites />
          {plan.approvalReason !== null && `: “${plan.approvalReason}”`}
        </span>
      )}
      {plan.row.status === 'approved' && plan.approvalExpiresAt !== null && (
        <span>
          {words.approvalCounts} <DateTime iso={plan.approvalExpiresAt} zone={zone} isAmongSites />
        </span>
      )}
      {plan.secondOperator !== null && (
        <span>
          {plan.secondOperator.confirmedBy === null
            ? words.needsSecond
            : words.confirmedBy(plan.secondOperator.confirmedBy)}{' '}
          {plan.secondOperator.confirmedAt !== null && (
            <DateTime iso={plan.secondOperator.confirmedAt} zone={zone} isAmongSites />
          )}
        </span>
      )}
    </span>
  )
}

interface KindTabsProps {
  readonly doors: PlanView['doors']
  readonly filter: KindFilter
  readonly onChange: (filter: KindFilter) => void
  readonly canSelect: boolean
  readonly children: ReactNode
}

function KindTabs({ doors, filter, onChange, canSelect, children }: KindTabsProps): ReactElement {
  const sums = sumCounts(doors)
  const counts: Record<KindFilter, number> = {
    all: doors.reduce((sum, door) => sum + countLines(door), 0),
    add: sums.adds,
    change: sums.changes,
    delete: sums.deletes,
    blocked: sums.blocked,
    invalid: sums.invalid,
    reported: sums.reported,
  }
  return (
    <div className={classes.kinds}>
      <FilterTabs<KindFilter>
        label={words.kinds}
        value={filter}
        tabs={KIND_FILTERS.filter((kind) => kind === 'all' || counts[kind] > 0 || kind === filter).map(
          (kind) => ({ value: kind, label: words.kindFilters[kind], count: counts[kind] }),
        )}
        onChange={onChange}
      />
      {children}
      {canSelect && <span className={classes.hint}>{words.keyHint}</span>}
    </div>
  )
}
