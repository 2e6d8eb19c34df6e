import { Link, useParams } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { PageHeader } from '../../components/PageHeader.tsx'
import { texts } from '../../texts/texts.ts'
import { AboutSection } from './AboutSection.tsx'
import { AccountsSection } from './AccountsSection.tsx'
import { AppearanceSection } from './AppearanceSection.tsx'
import { DataSection } from './DataSection.tsx'
import { EnforcementSection } from './EnforcementSection.tsx'
import { OperatorsSection } from './OperatorsSection.tsx'
import { SitesSection } from './SitesSection.tsx'
import classes from './settings.module.css'

const words = texts.settings

const SECTIONS = {
  accounts: AccountsSection,
  enforcement: EnforcementSection,
  sites: SitesSection,
  operators: OperatorsSection,
  data: DataSection,
  appearance: AppearanceSection,
  about: AboutSection,
} as const
type SectionName = keyof typeof SECTIONS

export function SettingsPage(): ReactElement {
  const params = useParams({ strict: false })
  const current = readSection(params.section)
  const Section = SECTIONS[current]
  return (
    <div className={classes.page}>
      <PageHeader title={words.title} screen={words.title} />
      <div className={classes.columns}>
        <nav aria-label={words.index}>
          <ul className={classes.index}>
            {Object.entries(words.sections).map(([section, name]) => (
              <li key={section}>
                <Link
                  to="/settings/$section"
                  params={{ section }}
                  {...(section === current ? { 'aria-current': 'page' as const } : {})}
                >
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <section aria-labelledby="settings-heading" className={classes.section}>
          <h2 id="settings-heading">{words.sections[current]}</h2>
          <Section />
        </section>
      </div>
    </div>
  )
}

function readSection(section: string | undefined): SectionName {
  return section !== undefined && isSection(section) ? section : 'accounts'
}

function isSection(section: string): section is SectionName {
  return section in SECTIONS
}
