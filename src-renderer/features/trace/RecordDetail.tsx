import { Button, Tabs } from '@mantine/core'
import { IconCopy, IconTerminal2 } from '@tabler/icons-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import type { TraceSource } from '../../../src-preload/contract/views/traces.ts'
import { copyText } from '../../components/copyText.ts'
import { JsonTree } from '../../components/JsonTree.tsx'
import { BlockSkeleton } from '../../components/ui/Skeletons.tsx'
import { texts } from '../../texts/texts.ts'
import { DiffView } from './DiffView.tsx'
import { buildCurl } from './model/curl.ts'
import { type Selected, type SelectedListed, type Selection, thingsOf } from './model/selection.ts'
import { Places } from './Places.tsx'
import { RecordSummary } from './RecordSummary.tsx'
import { TraceUnread } from './TraceUnread.tsx'
import classes from './trace.module.css'
import { useWholeRecord } from './useWholeRecord.ts'

const words = texts.trace.detail
/** Enter in the timeline moves the focus here. */
export const RECORD_PANE_ID = 'trace-record'

type Tab = keyof typeof words.tabs

const TABS_OF: Record<Selected['kind'], readonly Tab[]> = {
  audit: ['summary', 'diff', 'raw'],
  job: ['summary', 'raw'],
  log: ['summary', 'request', 'response', 'raw'],
}

interface RecordDetailProps {
  readonly source: TraceSource
  readonly listed: SelectedListed | null
  readonly zone: string
  readonly onSelect: (selection: Selection) => void
}

/** The selected record, from the summary down to the raw JSON. */
export function RecordDetail({ source, listed, zone, onSelect }: RecordDetailProps): ReactElement {
  const [tab, setTab] = useState<Tab>('summary')
  const { whole, selected } = useWholeRecord(source, listed)
  if (selected === null) {
    return (
      <aside className={classes.right} id={RECORD_PANE_ID} tabIndex={-1} aria-label={words.record}>
        {listed === null ? (
          <p className={classes.noRecord}>{words.noRecord}</p>
        ) : whole.isError ? (
          <TraceUnread error={whole.error} what={words.recordFailed} onRetry={() => void whole.refetch()} />
        ) : (
          <BlockSkeleton lines={6} />
        )}
      </aside>
    )
  }
  const tabs = TABS_OF[selected.kind]
  const current = tabs.includes(tab) ? tab : 'summary'
  const curl = selected.kind === 'log' ? buildCurl(selected.record.request_json) : null
  return (
    <aside className={classes.right} id={RECORD_PANE_ID} tabIndex={-1} aria-label={words.record}>
      <h2 className={classes.recordTitle}>{titleOf(selected)}</h2>
      {/* What a file names is not in this database. */}
      {source.kind === 'live' && <Places things={thingsOf(selected)} />}
      <div className={classes.recordActions}>
        <Button
          size="compact-sm"
          leftSection={<IconCopy size={16} stroke={1.75} />}
          onClick={() => void copyText(JSON.stringify(selected.record, null, 2), words.copyRecord)}
        >
          {words.copyAll}
        </Button>
        {curl !== null && (
          <Button
            size="compact-sm"
            leftSection={<IconTerminal2 size={16} stroke={1.75} />}
            onClick={() => void copyText(curl, words.curlName)}
          >
            {words.copyCurl}
          </Button>
        )}
      </div>
      <Tabs
        value={current}
        onChange={(next) => setTab(tabs.find((candidate) => candidate === next) ?? 'summary')}
      >
        <Tabs.List>
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={current} pt={12}>
          <TabContent tab={current} selected={selected} zone={zone} onSelect={onSelect} />
        </Tabs.Panel>
      </Tabs>
    </aside>
  )
}

interface TabContentProps {
  readonly tab: Tab
  readonly selected: Selected
  readonly zone: string
  readonly onSelect: (selection: Selection) => void
}

function TabContent({ tab, selected, zone, onSelect }: TabContentProps): ReactNode {
  switch (tab) {
    case 'summary':
      return <RecordSummary selected={selected} zone={zone} onSelect={onSelect} />
    case 'request':
      return selected.kind === 'log' && <Json value={selected.record.request_json} none={words.noRequest} />
    case 'response':
      return selected.kind === 'log' && <Json value={selected.record.response_json} none={words.noResponse} />
    case 'diff':
      return (
        selected.kind === 'audit' && (
          <DiffView before={selected.record.before} after={selected.record.after} />
        )
      )
    case 'raw':
      return <JsonTree value={selected.record} openDepth={2} />
  }
}

function Json({ value, none }: { readonly value: unknown; readonly none: string }): ReactElement {
  return value === null || value === undefined ? <p className="muted">{none}</p> : <JsonTree value={value} />
}

function titleOf(selected: Selected): string {
  switch (selected.kind) {
    case 'audit':
      return `${selected.record.entity} ${selected.record.action}`
    case 'job':
      return selected.record.job_type
    case 'log':
      return selected.record.action
  }
}
