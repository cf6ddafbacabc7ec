import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { countryOfPhone, type EvidenceKind } from '#app/billing/domain/taxation/evidence'
import { insertEvidence } from '#app/billing/records/tax_evidence'

export interface TaxEvidenceInput {
  customerId: string
  orderId: string
  /** From the header that the operator's own proxy sets; null where there is none. */
  ipCountry: string | null
}

/** Keeps what tells where the customer was when an order was placed: address, telephone number, where the request came from. */
@inject()
export class RecordTaxEvidence {
  constructor(private clock: Clock) {}

  execute({ customerId, orderId, ipCountry }: TaxEvidenceInput): Promise<void> {
    return inTransaction(async () => {
      const customer = await findCustomer(customerId)
      if (!customer) return
      const found: [EvidenceKind, string | null, string][] = [
        ['billing_country', customer.country, 'billing address'],
        ['phone_country', countryOfPhone(customer.phone), 'telephone number'],
        ['ip_country', ipCountry, 'header of the proxy'],
      ]
      const recordedAt = this.clock.now()
      await insertEvidence(
        customerId,
        found.flatMap(([kind, country, source]) =>
          country ? [{ kind, country, source, orderId, recordedAt }] : []
        )
      )
    })
  }
}
