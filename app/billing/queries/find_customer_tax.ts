import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import type { TaxDecision } from '#app/billing/domain/tax'
import { decideTax } from '#app/billing/domain/taxation/decide_tax'
import { countedPieces, type EvidenceVerdict, weighEvidence } from '#app/billing/domain/taxation/evidence'
import { taxIdAuthorityFor } from '#app/billing/drivers/registry'
import { loadTaxRules } from '#app/billing/queries/load_tax_rules'
import { findCustomerTaxes } from '#app/billing/records/customer_taxes'
import { listEvidence, listNewestEvidence, type StoredEvidence } from '#app/billing/records/tax_evidence'
import { findPlace } from '#app/billing/records/tax_places'
import { listExemptions, type StoredExemption } from '#app/billing/records/tax_exemptions'
import { findTaxId, listTaxIdChecks, type TaxId, type TaxIdCheck } from '#app/billing/records/tax_ids'

export interface CustomerTaxPage {
  /** What would be decided today for hosting. */
  decision: TaxDecision
  taxId: TaxId | null
  /** Whether an authority can be asked about the tax id. */
  canBeAsked: boolean
  checks: TaxIdCheck[]
  exemptions: StoredExemption[]
  evidence: StoredEvidence[]
  verdict: EvidenceVerdict
  /** What staff said about these pieces. */
  review: { at: Date; note: string } | null
  on: CalendarDate
  now: Date
}

const shownMax = 20
const usualProductKind = 'vps'

/** Which tax does this customer pay today, why, and what is known that decides it? */
export function findCustomerTax(customerId: string, clock: Clock): Promise<CustomerTaxPage | null> {
  return inReadTransaction(async () => {
    const now = clock.now()
    const customer = (await findCustomerTaxes([customerId], now)).get(customerId)
    if (!customer) return null
    const on = dateIn(currentTenant().timeZone, now)
    const rules = await loadTaxRules()
    const taxId = await findTaxId(customerId)
    const newest = (await listNewestEvidence([customerId], now)).get(customerId)!
    return {
      decision: decideTax({ customer, rules, productKind: usualProductKind, on }),
      taxId,
      canBeAsked: taxId !== null && taxIdAuthorityFor(taxId.country, customerId) !== null,
      checks: await listTaxIdChecks(customerId, shownMax),
      exemptions: await listExemptions(customerId),
      evidence: await listEvidence(customerId, shownMax),
      verdict: weighEvidence(countedPieces(newest, { country: customer.country, at: now }), customer.country),
      review: (await findPlace(customerId))?.review ?? null,
      on,
      now,
    }
  })
}
