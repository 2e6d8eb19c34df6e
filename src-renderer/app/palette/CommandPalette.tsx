import '@mantine/spotlight/styles.layer.css'
import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import { texts } from '../../texts/texts.ts'
import classes from './palette.module.css'
import { type PaletteGroup, usePaletteGroups } from './usePaletteGroups.tsx'

const words = texts.shell
/** Goes to the scroll area inside, whose props the list's type leaves out: what scrolls must be reachable. */
const reachableList = { viewportProps: { tabIndex: 0 } }

/** Ctrl/Cmd+K: doors, people, jobs, traces and actions in one list. */
export function CommandPalette(): ReactElement {
  const [query, setQuery] = useState('')
  const [isOpen, setOpen] = useState(false)
  return (
    <Spotlight.Root
      query={query}
      onQueryChange={setQuery}
      shortcut="mod + K"
      tagsToIgnore={[]}
      onSpotlightOpen={() => setOpen(true)}
      onSpotlightClose={() => setOpen(false)}
      transitionProps={{ duration: 120, transition: 'fade' }}
      overlayProps={{ blur: 0 }}
      classNames={{
        content: classes.content ?? '',
        search: classes.search ?? '',
        action: classes.action ?? '',
        actionsGroup: classes.group ?? '',
        actionsList: classes.list ?? '',
        overlay: classes.overlay ?? '',
      }}
      size={620}
      maxHeight={440}
      scrollable
    >
      <Modal.Title className="visually-hidden">{words.palette}</Modal.Title>
      <Spotlight.Search
        placeholder={words.paletteSearch}
        aria-label={words.palette}
        leftSection={<IconSearch size={20} stroke={1.75} />}
      />
      <Spotlight.ActionsList {...reachableList}>
        {isOpen && <PaletteResults query={query} />}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Asks only while the palette is open. */
function PaletteResults({ query }: { readonly query: string }): ReactElement {
  const [searched] = useDebouncedValue(query.trim(), 150)
  const groups = usePaletteGroups(query.trim(), searched)
  const unread = groups.filter((group) => group.isUnread)
  if (unread.length === 0 && groups.every((group) => group.entries.length === 0)) {
    return <Spotlight.Empty>{words.paletteEmpty}</Spotlight.Empty>
  }
  return (
    <>
      {unread.length > 0 && (
        <p className={classes.unread} role="alert">
          {words.paletteUnread(unread.map((group) => group.name))}
        </p>
      )}
      {groups
        .filter((group) => group.entries.length > 0)
        .map((group) => (
          <ResultGroup key={group.name} group={group} />
        ))}
    </>
  )
}

function ResultGroup({ group }: { readonly group: PaletteGroup }): ReactElement {
  return (
    <Spotlight.ActionsGroup label={group.name}>
      {group.entries.map((entry) => (
        <Spotlight.Action key={entry.id} onClick={entry.run}>
          <span className={classes.entry}>
            <entry.Icon size={16} stroke={1.75} aria-hidden="true" />
            <span className={classes.entryName} title={entry.name}>
              {entry.name}
            </span>
            {entry.detail !== null && <span className={classes.detail}>{entry.detail}</span>}
          </span>
        </Spotlight.Action>
      ))}
    </Spotlight.ActionsGroup>
  )
}
