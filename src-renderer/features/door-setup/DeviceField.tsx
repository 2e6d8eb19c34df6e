import { Anchor, Select, type SelectProps, TextInput } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import type { DeviceView } from '../../../src-preload/contract/views/accounts.ts'
import { texts } from '../../texts/texts.ts'
import classes from './DoorSetup.module.css'

const words = texts.doorSetup

interface DeviceFieldProps {
  readonly devices: readonly DeviceView[]
  readonly deviceId: string
  readonly lockId: string
  readonly isTyped: boolean
  readonly errors: { readonly deviceId: ReactNode; readonly lockId: ReactNode }
  readonly onChange: (change: { deviceId?: string; lockId?: string; isTyped?: boolean }) => void
}

/** A lock of the accounts, or its number typed by hand when the list does not hold it. */
export function DeviceField(props: DeviceFieldProps): ReactElement {
  const { devices, isTyped, errors, onChange } = props
  if (isTyped) {
    return (
      <div>
        <TextInput
          label={words.lockId}
          description={words.lockIdHint}
          inputMode="numeric"
          autoComplete="off"
          value={props.lockId}
          error={errors.lockId ?? errors.deviceId}
          onChange={(event) => onChange({ lockId: event.currentTarget.value })}
        />
        {devices.length > 0 ? (
          <Anchor
            component="button"
            type="button"
            className={classes.switch ?? ''}
            onClick={() => onChange({ isTyped: false })}
          >
            {words.backToList}
          </Anchor>
        ) : (
          <p className={classes.hint}>{words.noDevices}</p>
        )}
      </div>
    )
  }
  const byId = new Map(devices.map((device) => [String(device.id), device]))
  const renderOption: SelectProps['renderOption'] = ({ option }) => {
    const device = byId.get(option.value)
    return device === undefined ? option.label : <DeviceOption device={device} />
  }
  return (
    <div>
      <Select
        label={words.device}
        description={words.deviceHint}
        placeholder={words.devicePlaceholder}
        searchable
        value={props.deviceId === '' ? null : props.deviceId}
        error={errors.deviceId ?? errors.lockId}
        data={devices.map((device) => ({
          value: String(device.id),
          label: `${device.name} (${device.externalId})`,
          disabled: device.unusableBecause !== null,
        }))}
        renderOption={renderOption}
        onChange={(next) => onChange({ deviceId: next ?? '' })}
      />
      <Anchor
        component="button"
        type="button"
        className={classes.switch ?? ''}
        onClick={() => onChange({ isTyped: true })}
      >
        {words.notInList}
      </Anchor>
    </div>
  )
}

function DeviceOption({ device }: { readonly device: DeviceView }): ReactElement {
  return (
    <span className={classes.option}>
      <span>{device.name}</span>
      <span className="mono">{device.externalId}</span>
      <span className={classes.optionNote}>{whyUnusable(device)}</span>
    </span>
  )
}

function whyUnusable(device: DeviceView): string {
  switch (device.unusableBecause) {
    case null:
      return device.batteryPercent === null ? '' : `${device.batteryPercent} %`
    case 'guards_another_door':
      return words.unusable.guards_another_door(device.guardsDoorName)
    default:
      return words.unusable[device.unusableBecause]
  }
}
