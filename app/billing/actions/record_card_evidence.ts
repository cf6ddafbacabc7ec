import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { WeighTaxPlace } from '#app/billing/actions/weigh_tax_place'
import { insertEvidence } from '#app/billing/records/tax_evidence'

export interface CardEvidenceInput {
  customerId: string
  orderId: string | null
  paymentId: string
  country: string
}

/** Keeps the country of the card or account that paid as a piece of evidence, once for each payment, and weighs the place anew. */
@inject()
export class RecordCardEvidence {
  constructor(
    private clock: Clock,
    private weigh: WeighTaxPlace
  ) {}

  execute({ customerId, orderId, paymentId, country }: CardEvidenceInput): Promise<void> {
    return inTransaction(async () => {
      const piece = { kind: 'card_country' as const, source: 'payment method', recordedAt: this.clock.now() }
      const count = await insertEvidence(customerId, [{ ...piece, orderId, paymentId, country }])
      if (count > 0) await this.weigh.execute({ customerId })
    })
  }
}
