import { job } from '#app/shared/jobs/job'

export const holdCapacity = job<{ orderId: string; attempt?: number }>(
  'provisioning.hold_capacity',
  'critical'
)
export const runOperation = job<{ operationId: string }>('provisioning.run_operation', 'critical')
export const observeService = job<{ serviceId: string }>('provisioning.observe_service', 'low')
export const comparePanel = job<{ panelId: string }>('provisioning.compare_panel', 'low')
export const repairDrift = job<{ driftId: string }>('provisioning.repair_drift', 'normal')
export const runBatch = job<{ batchId: string }>('provisioning.run_batch', 'normal')
export const checkPanel = job<{ panelId: string }>('provisioning.check_panel', 'low')
export const removePanelUser = job<{ panelId: string; customerId: string }>(
  'provisioning.remove_panel_user',
  'low'
)
export const importAddresses = job<{ panelId: string; afterId: string | null }>(
  'provisioning.import_addresses',
  'low'
)
