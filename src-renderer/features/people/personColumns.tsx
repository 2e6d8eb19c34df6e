import { Link } from '@tanstack/react-router'
import type { PersonRow } from '../../../src-preload/contract/views/people.ts'
import { DateTime } from '../../components/DateTime.tsx'
import type { LedgerColumn } from '../../components/Ledger.tsx'
import { texts } from '../../texts/texts.ts'
import classes from './people.module.css'

const words = texts.people

export function buildPersonColumns(zone: string): readonly LedgerColumn<PersonRow>[] {
  return [
    {
      id: 'name',
      header: words.columns.name,
      width: '34%',
      sortBy: (person) => person.name,
      cell: (person) => (
        <>
          <Link
            to="/people/$personId"
            params={{ personId: String(person.id) }}
            tabIndex={-1}
            title={person.name}
          >
            {person.name}
          </Link>
          {person.isBlocked && <span className={classes.blocked}>{words.blocked}</span>}
        </>
      ),
    },
    {
      id: 'codes',
      header: words.columns.codes,
      width: '112px',
      align: 'end',
      sortBy: (person) => person.activeCodes,
      cell: (person) => quietZero(person.activeCodes),
    },
    {
      id: 'doors',
      header: words.columns.doors,
      width: '88px',
      align: 'end',
      sortBy: (person) => person.doors,
      cell: (person) => quietZero(person.doors),
    },
    {
      id: 'ends',
      header: words.columns.ends,
      width: '176px',
      sortBy: (person) => person.endsAt ?? (person.activeCodes > 0 ? '9998' : '9999'),
      cell: (person) =>
        person.endsAt !== null ? (
          <DateTime iso={person.endsAt} zone={zone} />
        ) : (
          person.activeCodes > 0 && <span className="muted">{words.noEnd}</span>
        ),
    },
    {
      id: 'note',
      header: words.columns.note,
      priority: 'low',
      sortBy: (person) => person.note ?? '',
      cell: (person) => <span className="muted">{person.note}</span>,
    },
  ]
}

function quietZero(count: number) {
  return count === 0 ? <span className={classes.zero}>0</span> : count.toLocaleString('en')
}
