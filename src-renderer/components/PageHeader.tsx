import { IconChevronLeft } from '@tabler/icons-react'
import { type ReactElement, type ReactNode, useEffect } from 'react'
import { texts } from '../texts/texts.ts'
import classes from './PageHeader.module.css'

interface PageHeaderProps {
  readonly title: string
  /** Names the screen in the window's title: never a person or a code. */
  readonly screen: string
  readonly sub?: ReactNode
  readonly mark?: ReactNode
  readonly actions?: ReactNode
  readonly back?: { readonly label: string; readonly onBack: () => void }
}

export function PageHeader({ title, screen, sub, mark, actions, back }: PageHeaderProps): ReactElement {
  useEffect(() => {
    document.title = `${screen} · ${texts.common.appName}`
  }, [screen])

  return (
    <header className={classes.header}>
      {back !== undefined && (
        <button type="button" className={classes.back} onClick={back.onBack}>
          <IconChevronLeft size={16} stroke={1.75} aria-hidden="true" />
          {back.label}
        </button>
      )}
      <div className={classes.line}>
        <div className={classes.heading}>
          <h1 className={classes.title}>{title}</h1>
          {mark}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {sub !== undefined && <div className={classes.sub}>{sub}</div>}
    </header>
  )
}
