import { err, ok } from '#app/shared/result'
import type { PanelGroups, ServerBackup } from '#app/provisioning/drivers/contract'
import type { VirtfusionApi } from '#app/provisioning/drivers/virtfusion/api'
import type { VirtfusionBackup } from '#app/provisioning/drivers/virtfusion/shapes'
import { readUsage } from '#app/provisioning/drivers/virtfusion/usage'

/** Blocks are numbered by month, the running one first. */
const currentMonth = 1

/** What is kept of a server, and what it used: copies, traffic. */
export function copiesOf(
  api: VirtfusionApi,
  backupPlan: number | null
): Pick<PanelGroups, 'backups' | 'backupList' | 'usage' | 'extraTraffic'> {
  const putPlan = async (reference: string, plan: number) => {
    const put = await api.call('PUT', `/servers/${reference}/backups/plan/${plan}`)
    return put.ok ? ok() : put
  }
  return {
    backups: {
      /** The panel lists its backup plans nowhere, so that the setting `backupPlan` has to name one. */
      async startBackups(reference) {
        if (backupPlan) return putPlan(reference, backupPlan)
        const message = 'No backup plan is set for this panel, and the server was sold with backups.'
        return err({ type: 'misconfigured', message })
      },
      stopBackups: (reference) => putPlan(reference, 0),
    },
    backupList: {
      async listBackups(reference) {
        const copies = await api.data<VirtfusionBackup[]>('GET', `/backups/server/${reference}`)
        return copies.ok ? ok(copies.value.map(readBackup)) : copies
      },
    },
    usage: { readUsage: (reference) => readUsage(api, reference) },
    extraTraffic: {
      async addTraffic(reference, gigabytes) {
        const body = { month: currentMonth, amount: gigabytes }
        const added = await api.call('POST', `/servers/${reference}/traffic/blocks`, body)
        return added.ok ? ok() : added
      },
    },
  }
}

function readBackup({ id, complete, restoring, deleting, created }: VirtfusionBackup): ServerBackup {
  const state = deleting ? 'deleting' : restoring ? 'restoring' : complete ? 'done' : 'running'
  return { reference: String(id), name: created, state, sizeBytes: null, createdAt: created }
}
