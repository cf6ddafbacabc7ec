import { inReadTransaction } from '#app/shared/database/unit'
import * as auditSeals from '#app/reporting/records/audit_seals'
import * as auditSettings from '#app/reporting/records/audit_settings'

export interface AuditStanding {
  keepMonths: number | null
  head: auditSeals.SealHead | null
}

/** How far the log is sealed, and for how long it is kept. */
export function findAuditStanding(): Promise<AuditStanding> {
  return inReadTransaction(async () => ({
    keepMonths: await auditSettings.findKeepMonths(),
    head: (await auditSeals.findHead()) ?? null,
  }))
}
