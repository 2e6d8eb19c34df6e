import { Button, NumberInput, Radio, Select, Switch } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type {
  EnforcementModeView,
  PolicyView,
  SafeguardLimitsView,
  SiteView,
} from '../../../src-preload/contract/views/sites.ts'
import { siteKeys } from '../../api/sites.ts'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors } from '../../components/fieldErrors.ts'
import { ask } from '../../lib/ipcClient.ts'
import type { WeekHours } from '../../lib/weekHours.ts'
import { texts } from '../../texts/texts.ts'
import { HoursField } from './HoursField.tsx'
import { type LimitsDraft, LimitsField } from './LimitsField.tsx'
import { toDraft, toRange } from './model/hoursDraft.ts'
import classes from './settings.module.css'

const words = texts.settings.enforcement
const MODES: readonly EnforcementModeView[] = ['observe', 'managed_only', 'strict', 'ultra_strict']
const POLICIES: readonly PolicyView[] = ['approve', 'auto']
const MINUTE_S = 60
const HOUR_S = 3600

interface EnforcementDraft {
  mode: EnforcementModeView
  policy: PolicyView
  graceMinutes: number | string
  leadHours: number | string
  allowFirstRunUnattended: boolean
  allowEmptyExpectedUnattended: boolean
  needsSecondOperator: boolean
  limits: LimitsDraft
  hours: WeekHours[] | null
}

interface EnforcementFormProps {
  readonly site: SiteView
  readonly canChange: boolean
}

export function EnforcementForm({ site, canChange }: EnforcementFormProps): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<EnforcementDraft>({
    initialValues: {
      mode: site.mode,
      policy: site.policy,
      graceMinutes: site.graceWindowSeconds / MINUTE_S,
      leadHours: site.leadTimeSeconds / HOUR_S,
      allowFirstRunUnattended: site.allowFirstRunUnattended,
      allowEmptyExpectedUnattended: site.allowEmptyExpectedUnattended,
      needsSecondOperator: site.needsSecondOperator,
      limits: site.limits,
      hours: site.hours?.map(toDraft) ?? null,
    },
  })
  const save = useMutation({
    mutationFn: ({ graceMinutes, leadHours, limits, hours, ...draft }: EnforcementDraft) =>
      ask(
        window.lockstep.sites.updateEnforcement({
          ...draft,
          siteId: site.id,
          limits: toLimits(limits),
          hours: hours?.map(toRange) ?? null,
          graceWindowSeconds: Math.round(Number(graceMinutes) * MINUTE_S),
          leadTimeSeconds: Math.round(Number(leadHours) * HOUR_S),
        }),
      ),
    onSuccess: (_saved, draft) => {
      form.resetDirty(draft)
      notifications.show({ message: words.savedFor(site.name) })
      return queryClient.invalidateQueries({ queryKey: siteKeys.all })
    },
    onError: (error) => {
      const { graceWindowSeconds, leadTimeSeconds, ...errors } = readFieldErrors(error)
      form.setErrors({ ...errors, graceMinutes: graceWindowSeconds, leadHours: leadTimeSeconds })
    },
  })
  return (
    <form className={classes.form} noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Radio.Group label={words.mode} {...form.getInputProps('mode')}>
        <div className={classes.radios}>
          {MODES.map((mode) => (
            <Radio
              key={mode}
              value={mode}
              disabled={!canChange}
              label={texts.words.mode[mode]}
              description={texts.words.modeMeaning[mode]}
            />
          ))}
        </div>
      </Radio.Group>
      <Select
        label={words.policy}
        w={320}
        disabled={!canChange}
        data={POLICIES.map((policy) => ({ value: policy, label: texts.words.policy[policy] }))}
        {...form.getInputProps('policy')}
      />
      <NumberInput
        label={words.grace}
        description={words.graceHint}
        suffix={` ${words.minutes}`}
        min={0}
        w={320}
        disabled={!canChange}
        {...form.getInputProps('graceMinutes')}
      />
      <NumberInput
        label={words.lead_time}
        description={words.leadHint}
        suffix={` ${words.hours}`}
        min={0}
        w={320}
        disabled={!canChange}
        {...form.getInputProps('leadHours')}
      />
      <Switch
        label={words.firstRun}
        description={words.firstRunHint}
        disabled={!canChange}
        {...form.getInputProps('allowFirstRunUnattended', { type: 'checkbox' })}
      />
      <Switch
        label={words.emptyExpected}
        description={words.emptyExpectedHint}
        disabled={!canChange}
        {...form.getInputProps('allowEmptyExpectedUnattended', { type: 'checkbox' })}
      />
      <Switch
        label={words.secondOperator}
        description={words.secondOperatorHint}
        disabled={!canChange}
        {...form.getInputProps('needsSecondOperator', { type: 'checkbox' })}
      />
      <LimitsField
        value={form.values.limits}
        onChange={(limits) => form.setFieldValue('limits', limits)}
        disabled={!canChange}
        errors={form.errors}
      />
      <HoursField
        value={form.values.hours}
        onChange={(hours) => form.setFieldValue('hours', hours)}
        disabled={!canChange}
        zone={site.timezone}
        errors={form.errors}
      />
      {save.isError && !isOnlyFieldErrors(save.error) && <ErrorLine error={save.error} />}
      <div>
        <Button
          type="submit"
          variant="filled"
          loading={save.isPending}
          disabled={!canChange || !form.isDirty()}
        >
          {words.save}
        </Button>
      </div>
    </form>
  )
}

/** An emptied field is 0, which main refuses with the sentence for it. */
function toLimits(draft: LimitsDraft): SafeguardLimitsView {
  return {
    doorDeletes: Number(draft.doorDeletes),
    doorPercent: Number(draft.doorPercent),
    doorPercentFrom: Number(draft.doorPercentFrom),
    siteDeletes: Number(draft.siteDeletes),
    sitePercent: Number(draft.sitePercent),
    sitePercentFrom: Number(draft.sitePercentFrom),
  }
}
