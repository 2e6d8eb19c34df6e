import { Button, PasswordInput, Select, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Region } from '../../../src-preload/contract/views/accounts.ts'
import { accountKeys } from '../../api/accounts.ts'
import { sessionKeys } from '../../api/session.ts'
import { ConnectionSteps } from '../../components/ConnectionSteps.tsx'
import { ErrorLine } from '../../components/Feedback.tsx'
import { isOnlyFieldErrors, readFieldErrors, useFocusOnFaults } from '../../components/fieldErrors.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { ask } from '../../lib/ipcClient.ts'
import { texts } from '../../texts/texts.ts'
import classes from './ConnectAccountPage.module.css'

const words = texts.providers
const REGIONS: readonly Region[] = ['global', 'china', 'custom']

interface AccountForm {
  region: Region
  baseUrl: string
  clientId: string
  clientSecret: string
  username: string
  password: string
}

function toRequest(values: AccountForm) {
  return { ...values, baseUrl: values.region === 'custom' ? values.baseUrl : null }
}

export function ConnectAccountPage(): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useForm<AccountForm>({
    initialValues: {
      region: 'global',
      baseUrl: '',
      clientId: '',
      clientSecret: '',
      username: '',
      password: '',
    },
  })
  const showFieldErrors = (error: unknown): void => form.setErrors(readFieldErrors(error))
  const test = useMutation({
    mutationFn: (values: AccountForm) => ask(window.lockstep.accounts.test(toRequest(values))),
    onMutate: () => {
      connect.reset()
      form.clearErrors()
    },
    onError: showFieldErrors,
  })
  const connect = useMutation({
    mutationFn: (values: AccountForm) => ask(window.lockstep.accounts.connect(toRequest(values))),
    // What an earlier test found is not said of the values that are sent now.
    onMutate: () => test.reset(),
    onSuccess: async (account) => {
      notifications.show({ title: words.connected(account.name), message: words.connectedNext })
      await queryClient.invalidateQueries({ queryKey: accountKeys.all })
      await queryClient.invalidateQueries({ queryKey: sessionKeys.all })
      await navigate({ to: '/doors' })
    },
    onError: showFieldErrors,
  })
  const failure = connect.error ?? test.error
  const formRef = useFocusOnFaults(failure)
  const isTested = test.data !== undefined || test.isPending
  const isBusy = connect.isPending || test.isPending
  const otherRegion = form.values.region === 'china' ? 'global' : 'china'

  return (
    <div className={classes.page}>
      <PageHeader
        title={words.title}
        screen={words.title}
        sub={words.lead}
        back={{ label: words.back, onBack: () => void navigate({ to: '/settings' }) }}
      />
      <div className={classes.columns}>
        <form
          ref={formRef}
          className={classes.form}
          onSubmit={form.onSubmit((values) => connect.mutate(values))}
          noValidate
        >
          <Select
            label={words.region}
            description={words.regionHint}
            data={REGIONS.map((region) => ({ value: region, label: words.regions[region] }))}
            {...form.getInputProps('region')}
          />
          {form.values.region === 'custom' && (
            <TextInput
              label={words.baseUrl}
              description={words.baseUrlHint}
              placeholder="https://"
              spellCheck={false}
              {...form.getInputProps('baseUrl')}
            />
          )}
          <TextInput
            label={words.clientId}
            description={words.clientIdHint}
            spellCheck={false}
            autoComplete="off"
            {...form.getInputProps('clientId')}
          />
          <PasswordInput
            label={words.clientSecret}
            autoComplete="off"
            {...form.getInputProps('clientSecret')}
          />
          <TextInput
            label={words.username}
            description={words.usernameHint}
            spellCheck={false}
            autoComplete="off"
            {...form.getInputProps('username')}
          />
          <PasswordInput label={words.password} autoComplete="off" {...form.getInputProps('password')} />
          {failure !== null && !isOnlyFieldErrors(failure) && <ErrorLine error={failure} />}
          <div className={classes.actions}>
            <Button type="submit" variant="filled" loading={connect.isPending} disabled={test.isPending}>
              {words.connect}
            </Button>
            <Button
              loading={test.isPending}
              disabled={connect.isPending}
              onClick={() => test.mutate(form.values)}
            >
              {words.test}
            </Button>
          </div>
        </form>
        <aside className={classes.aside}>
          {isTested ? (
            <h2>{words.tested}</h2>
          ) : (
            <section>
              <h2>{words.whereTitle}</h2>
              <ul className={classes.where}>
                {words.where.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            </section>
          )}
          <ConnectionSteps
            steps={test.data ?? null}
            isTesting={test.isPending}
            mend={({ step }) =>
              step === 'region' ? (
                <Button
                  disabled={isBusy}
                  onClick={() => {
                    form.setFieldValue('region', otherRegion)
                    test.mutate({ ...form.values, region: otherRegion })
                  }}
                >
                  {words.switchTo(words.regions[otherRegion])}
                </Button>
              ) : null
            }
          />
          {isTested && <p className={classes.hint}>{words.testLead}</p>}
        </aside>
      </div>
    </div>
  )
}
