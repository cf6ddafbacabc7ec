/** Copies of a website. Making one blocks until it is finished and answers 201 even where every part of it failed. */
import type { Installation } from './installation.ts'
import { booleanOf } from './pages.ts'
import { presentBackup } from './present.ts'
import type { BackupRecord, WebsiteRecord } from './records.ts'
import { invalid, notFound } from './refusal.ts'
import { type Answer, type Call, nothing, ok, type Router } from './routing.ts'
import { readBody } from './validation.ts'

const PATH = '/orgs/:org/websites/:site/backups'

export function registerBackupRoutes(router: Router): void {
  router.on('GET', PATH, (panel, call) => {
    const site = panel.findWebsite(call.params.org, call.params.site)
    const kept = site.backups.toSorted((a, b) => b.id - a.id)
    return ok({ items: kept.map(presentBackup), total: kept.length })
  })
  router.on('POST', PATH, createBackup)
  router.on('PUT', `${PATH}/:backup`, restoreBackup)
  router.on('DELETE', `${PATH}/:backup`, (panel, call) => {
    const site = panel.findWebsite(call.params.org, call.params.site)
    const backup = backupOf(site, call)
    panel.websites.put(site.id, { ...site, backups: site.backups.filter(({ id }) => id !== backup.id) })
    return nothing
  })
}

function createBackup(panel: Installation, call: Call): Answer {
  const site = panel.findWebsite(call.params.org, call.params.site)
  booleanOf(call.query, 'includeEmails')
  const { description } = readBody(call.body ?? {}, { description: { kind: 'string' } })
  const fails = panel.kit.faults.strikes('backup_fails', call)
  const backup: BackupRecord = {
    id: panel.nextBackupId(),
    startedAt: panel.stamp(),
    finishedAt: panel.stamp(),
    sizeBytes: fails ? 0 : Math.round(site.sizeBytes * 0.6),
    description: typeof description === 'string' ? description : '',
    outcome: fails ? 'failed' : 'successful',
    sizeOfSiteBytes: site.sizeBytes,
  }
  panel.websites.put(site.id, { ...site, backups: [...site.backups, backup] })
  return { status: 201, body: presentBackup(backup), takesMs: 200 }
}

function restoreBackup(panel: Installation, call: Call): Answer {
  const site = panel.findWebsite(call.params.org, call.params.site)
  const backup = backupOf(site, call)
  const body = readBody(call.body, {
    restoreFiles: { kind: 'boolean' },
    restoreDatabases: { kind: 'strings' },
    restoreEmails: { kind: 'strings' },
    restoreAllEmails: { kind: 'boolean' },
  })
  if (backup.outcome !== 'successful') throw invalid('The backup is not complete')
  if (body.restoreFiles !== false) panel.websites.put(site.id, { ...site, sizeBytes: backup.sizeOfSiteBytes })
  return { status: 200 }
}

function backupOf(site: WebsiteRecord, call: Call): BackupRecord {
  const found = site.backups.find(({ id }) => String(id) === call.params.backup)
  if (!found) throw notFound('Backup')
  return found
}
