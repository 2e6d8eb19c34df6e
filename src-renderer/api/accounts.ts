import { queryOptions } from '@tanstack/react-query'
import { ask } from '../lib/ipcClient.ts'

export const accountKeys = { all: ['accounts'] as const, devices: ['devices'] as const }

export const accountsQuery = queryOptions({
  queryKey: accountKeys.all,
  queryFn: () => ask(window.lockstep.accounts.list({})),
})

export const devicesQuery = queryOptions({
  queryKey: accountKeys.devices,
  queryFn: () => ask(window.lockstep.devices.list({})),
})
