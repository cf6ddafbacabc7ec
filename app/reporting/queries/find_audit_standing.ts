import { inReadTransaction } from '#app/shared/database/unit'
import { findCollector } from '#app/reporting/drivers/audit_collector/driver'
import * as auditSeals from '#app/reporting/records/audit_seals'
import * as auditSettings from '#app/reporting/records/audit_settings'

export interface AuditStanding {
  keepMonths: number | null
  head: auditSeals.SealHead | null
  /** Null where the operator names no system that keeps it elsewhere. */
  shipment: auditSettings.Shipment | null
}

/** How far the log is sealed, and for how long it is kept. */
export function findAuditStanding(): Promise<AuditStanding> {
  return inReadTransaction(async () => ({
    keepMonths: await auditSettings.findKeepMonths(),
    head: (await auditSeals.findHead()) ?? null,
    shipment: findCollector() ? await auditSettings.findShipment() : null,
  }))
}
