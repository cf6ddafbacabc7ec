import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { AddTaxExemption, type AddTaxExemptionError } from '#app/billing/actions/add_tax_exemption'
import { taxCertificateAccepted, taxCertificateRefused } from '#app/billing/tax_events'
import {
  decideCertificate,
  lockCertificate,
  type TaxCertificate,
} from '#app/billing/records/tax_certificates'

export type DecideCertificateError =
  { type: 'tax_certificate_not_found' | 'certificate_decided' } | AddTaxExemptionError

/** Staff accept a certificate that was handed in, or refuse it with a reason; once. */
@inject()
export class DecideTaxCertificate {
  constructor(
    private clock: Clock,
    private addExemption: AddTaxExemption,
    private events: EventLog
  ) {}

  /** From its first day on the customer does not pay the tax of the place; what was invoiced stays. */
  accept({ id, userId }: { id: string; userId: string }): Promise<Result<void, DecideCertificateError>> {
    return inTransaction(async () => {
      const found = await this.find(id)
      if (!found.ok) return found
      const { customerId, country, region, certificate, validFrom, validUntil, fileName } = found.value
      const added = await this.addExemption.execute({
        customerId, country, region, certificate, validFrom, validUntil, document: fileName, createdBy: userId,
      }) // prettier-ignore
      if (!added.ok) return added
      const exemptionId = added.value.id
      await decideCertificate(id, { by: userId, at: this.clock.now(), exemptionId })
      const data = { ...factOf(found.value), exemptionId, validUntil }
      await this.events.record([
        fact(taxCertificateAccepted, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok()
    })
  }

  refuse(input: {
    id: string
    userId: string
    reason: string
  }): Promise<Result<void, DecideCertificateError>> {
    return inTransaction(async () => {
      const { id, userId, reason } = input
      const found = await this.find(id)
      if (!found.ok) return found
      const { customerId } = found.value
      await decideCertificate(id, { by: userId, at: this.clock.now(), refusal: reason })
      const data = { ...factOf(found.value), reason }
      await this.events.record([
        fact(taxCertificateRefused, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok()
    })
  }

  private async find(id: string): Promise<Result<TaxCertificate, DecideCertificateError>> {
    const certificate = await lockCertificate(id)
    if (!certificate) return err({ type: 'tax_certificate_not_found' })
    return certificate.status === 'submitted' ? ok(certificate) : err({ type: 'certificate_decided' })
  }
}

function factOf({ id, customerId, certificate, country, region }: TaxCertificate) {
  return { customerId, certificateId: id, certificate, country, region }
}
