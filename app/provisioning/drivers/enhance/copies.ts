import { err, ok } from '#app/shared/result'
import type { PanelGroups, PanelResult, ServerBackup } from '#app/provisioning/drivers/contract'
import type { EnhanceApi } from '#app/provisioning/drivers/enhance/api'
import type { EnhanceHosting } from '#app/provisioning/drivers/enhance/hosting'
import { mainSite } from '#app/provisioning/drivers/enhance/observation'
import { readReference } from '#app/provisioning/drivers/enhance/reference'
import type { EnhanceBackup, EnhanceWebsite } from '#app/provisioning/drivers/enhance/shapes'

type Copies = Pick<PanelGroups, 'backupList' | 'backupCreation' | 'backupRestore' | 'backupRemoval'>

/** Copies belong to a website; each is named by both: `<website>/<number>`. */
export function copiesOf(api: EnhanceApi, hosting: EnhanceHosting): Copies {
  const rootOf = (reference: string, site: string) =>
    `/orgs/${readReference(reference).org}/websites/${site}/backups`
  const pathOf = (reference: string, backup: string) => {
    const [site = '', number = ''] = backup.split('/')
    return `${rootOf(reference, site)}/${number}`
  }
  return {
    backupList: {
      async listBackups(reference) {
        const sites = await hosting.websitesOf(reference)
        if (!sites.ok) return sites
        const all: ServerBackup[] = []
        for (const site of sites.value) {
          // Listed whole: it takes no pages.
          const copies = await api.call<{ items?: EnhanceBackup[] } | null>('GET', rootOf(reference, site.id))
          if (!copies.ok) return copies
          all.push(...(copies.value?.items ?? []).map((copy) => readBackup(site, copy)))
        }
        return ok(all.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)))
      },
    },
    backupCreation: {
      /** Answers when it is finished, and with success even where every part failed: the list says how it went. */
      async createBackup(reference, name): PanelResult<{ reference: string | null }> {
        const sites = await hosting.websitesOf(reference)
        if (!sites.ok) return sites
        const site = mainSite(sites.value)
        if (!site) return err({ type: 'refused', reason: 'invalid', message: 'There is no website yet.' })
        const made = await api.create<number>(`${rootOf(reference, site.id)}?includeEmails=true`, {
          description: name,
        })
        return made.ok ? ok({ reference: `${site.id}/${made.value}` }) : made
      },
    },
    backupRestore: {
      /** Databases that are not listed are all of them. */
      async restoreBackup(reference, backup) {
        const restored = await api.call('PUT', pathOf(reference, backup), {
          restoreFiles: true,
          restoreAllEmails: false,
        })
        return restored.ok ? ok() : restored
      },
    },
    backupRemoval: {
      async removeBackup(reference, backup) {
        const removed = await api.call('DELETE', pathOf(reference, backup))
        return removed.ok || removed.error.type === 'gone' ? ok() : removed
      },
    },
  }
}

function readBackup(site: EnhanceWebsite, copy: EnhanceBackup): ServerBackup {
  return {
    reference: `${site.id}/${copy.id}`,
    name: [copy.description, site.domain?.domain].filter(Boolean).join(' · '),
    state: stateOf(copy),
    sizeBytes: copy.size ?? null,
    createdAt: copy.startedAt,
  }
}

function stateOf({ homeDirStatus, mysqlDbsStatus, emailsStatus }: EnhanceBackup): ServerBackup['state'] {
  const parts = [homeDirStatus, mysqlDbsStatus, emailsStatus]
  if (parts.includes('started')) return 'running'
  return parts.includes('failed') ? 'failed' : 'done'
}
