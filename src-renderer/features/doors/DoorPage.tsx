import { ActionIcon, Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots, IconHistory, IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { DoorDetailView } from '../../../src-preload/contract/views/doors.ts'
import { doorQuery } from '../../api/doors.ts'
import { sessionQuery } from '../../api/session.ts'
import { useHasRole } from '../../api/useHasRole.ts'
import { DateTime } from '../../components/DateTime.tsx'
import { FactRow } from '../../components/FactList.tsx'
import { ErrorState } from '../../components/Feedback.tsx'
import { DoorStateMark } from '../../components/marks.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { showFailure } from '../../components/showFailure.ts'
import { BlockSkeleton, LedgerSkeleton } from '../../components/ui/Skeletons.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { hrefOfSection } from '../../lib/sectionMemory.ts'
import { texts } from '../../texts/texts.ts'
import { DoorAlarms } from './DoorAlarms.tsx'
import { DoorCodes } from './DoorCodes.tsx'
import { DoorHistory } from './DoorHistory.tsx'
import { DoorHold } from './DoorHold.tsx'
import { DoorSchedule } from './DoorSchedule.tsx'
import classes from './doors.module.css'
import { PauseDialog } from './PauseDialog.tsx'

const route = getRouteApi('/shell/doors/$doorId')
const words = texts.doors.detail

export function DoorPage(): ReactElement {
  const doorId = Number(route.useParams().doorId)
  const router = useRouter()
  const door = useQuery(doorQuery(doorId))
  const back = { label: words.back, onBack: () => router.history.push(hrefOfSection('/doors')) }

  if (door.isPending) {
    return (
      <>
        <PageHeader title={words.screen} screen={words.screen} back={back} />
        <BlockSkeleton lines={2} />
        <LedgerSkeleton columns={5} rows={6} />
      </>
    )
  }
  if (door.isError) {
    return (
      <>
        <PageHeader title={words.screen} screen={words.screen} back={back} />
        <ErrorState error={door.error} what={words.failed} onRetry={() => void door.refetch()} />
      </>
    )
  }
  return <DoorDetail detail={door.data} back={back} />
}

interface DoorDetailProps {
  readonly detail: DoorDetailView
  readonly back: { readonly label: string; readonly onBack: () => void }
}

function DoorDetail({ detail, back }: DoorDetailProps): ReactElement {
  const session = useQuery(sessionQuery)
  const isObserving = session.data?.observing != null
  const { door } = detail
  return (
    <div className={classes.page}>
      <PageHeader
        title={door.name}
        screen={words.screen}
        back={back}
        mark={<DoorStateMark state={door.state} />}
        sub={detail.description ?? undefined}
        actions={<DoorActions detail={detail} />}
      />
      <DoorHold detail={detail} />
      <FactRow
        facts={[
          { name: words.facts.site, value: door.siteName },
          { name: words.facts.location, value: door.location },
          { name: words.facts.group, value: door.groupName },
          {
            name: words.facts.lock,
            value: (
              <>
                <span className="mono">{door.lockId}</span> {door.deviceName}
                {detail.isUnverified && <span className={classes.unverified}>{words.unverified}</span>}
              </>
            ),
          },
          { name: words.facts.account, value: detail.accountName ?? words.noAccount },
          { name: words.facts.mode, value: texts.words.modeOf(isObserving ? 'observe' : detail.mode) },
          { name: words.facts.policy, value: texts.words.policyOf(detail.policy) },
          {
            name: words.facts.battery,
            value: door.batteryPercent === null ? null : `${door.batteryPercent} %`,
          },
          {
            name: words.facts.read,
            value:
              door.lastReadAt === null ? (
                texts.doors.notRead
              ) : (
                <DateTime iso={door.lastReadAt} zone={door.timezone} />
              ),
          },
        ]}
      />
      <DoorAlarms alarms={detail.alarms} />
      <DoorCodes detail={detail} />
      <DoorSchedule detail={detail} />
      <DoorHistory jobs={detail.jobs} zone={door.timezone} />
    </div>
  )
}

function DoorActions({ detail }: { readonly detail: DoorDetailView }): ReactElement {
  const router = useRouter()
  const [isPausing, setPausing] = useState(false)
  const canPause = useHasRole('manager')
  const { door } = detail
  const check = useMutation({
    mutationFn: () => ask(window.lockstep.doors.checkNow({ doorIds: [door.id] })),
    onSuccess: () =>
      notifications.show({ title: texts.doors.checking(1), message: texts.doors.checkingNext }),
    onError: showFailure,
  })
  const preview = useMutation({
    mutationFn: () => ask(window.lockstep.plans.preview({ scope: { kind: 'door', id: door.id } })),
    onSuccess: (reply) => router.history.push(`/plans/${reply.planId}`),
    onError: showFailure,
  })
  const readUse = useMutation({
    mutationFn: () => ask(window.lockstep.doors.readUse({ doorId: door.id })),
    onSuccess: () => notifications.show({ message: texts.alarms.reading }),
    onError: showFailure,
  })
  const resume = useMutation({
    mutationFn: () =>
      ask(window.lockstep.doors.pause({ doorId: door.id, until: null, reason: words.resumed })),
    onError: showFailure,
  })
  return (
    <>
      <Button loading={check.isPending} onClick={() => check.mutate()}>
        {words.check}
      </Button>
      <Button variant="filled" loading={preview.isPending} onClick={() => preview.mutate()}>
        {words.preview}
      </Button>
      <Menu>
        <Menu.Target>
          <ActionIcon aria-label={words.more} size={36}>
            <IconDots size={20} stroke={1.75} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconHistory size={16} stroke={1.75} />} onClick={() => readUse.mutate()}>
            {texts.alarms.readUse}
          </Menu.Item>
          {!canPause ? null : door.pausedUntil === null ? (
            <Menu.Item
              leftSection={<IconPlayerPause size={16} stroke={1.75} />}
              onClick={() => setPausing(true)}
            >
              {words.pause}
            </Menu.Item>
          ) : (
            <Menu.Item
              leftSection={<IconPlayerPlay size={16} stroke={1.75} />}
              onClick={() => resume.mutate()}
            >
              {words.resume}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {isPausing && <PauseDialog door={door} onClose={() => setPausing(false)} />}
    </>
  )
}
