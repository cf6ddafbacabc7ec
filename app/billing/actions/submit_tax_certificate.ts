import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import type { Upload } from '#app/shared/http/read_upload'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import { subdivisions } from '#app/billing/domain/taxation/subdivisions'
import { refuseValidity, type ValidityError } from '#app/billing/domain/taxation/validity'
import { taxCertificateSubmitted } from '#app/billing/tax_events'
import {
  countWaitingCertificates,
  insertCertificate,
  type TaxCertificate,
} from '#app/billing/records/tax_certificates'
import { lockExemptions } from '#app/billing/records/tax_exemptions'

export interface SubmitCertificateInput {
  customerId: string
  userId: string
  country: string
  region: string | null
  certificate: string
  validFrom: CalendarDate
  validUntil: CalendarDate | null
  file: Upload
}

export type SubmitCertificateError = {
  type: 'customer_not_found' | 'region_unknown' | 'certificate_ended' | 'too_many_waiting' | ValidityError
}

/** More than these are not looked at by anybody: each holds a file of some megabytes. */
const waitingMax = 5

/** Takes in a certificate of exemption with its paper. Nothing about the tax changes before staff accept it. */
@inject()
export class SubmitTaxCertificate {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(input: SubmitCertificateInput): Promise<Result<TaxCertificate, SubmitCertificateError>> {
    return inTransaction(async () => {
      const { customerId, country, region, certificate, validFrom, validUntil, file } = input
      if (!(await findCustomer(customerId))) return err({ type: 'customer_not_found' })
      const now = this.clock.now()
      const today = dateIn(currentTenant().timeZone, now)
      const refusal = refuseValidity(input, today)
      if (refusal) return err({ type: refusal })
      if (validUntil !== null && validUntil <= today) return err({ type: 'certificate_ended' })
      if (region !== null && !subdivisions[country]?.[region]) return err({ type: 'region_unknown' })
      await lockExemptions(customerId)
      if ((await countWaitingCertificates(customerId)) >= waitingMax) return err({ type: 'too_many_waiting' })
      const submitted: TaxCertificate = {
        id: newId(),
        customerId, country, region, certificate, validFrom, validUntil,
        fileName: file.name,
        mediaType: file.mediaType,
        status: 'submitted',
        refusal: null,
        exemptionId: null,
        submittedBy: input.userId,
        submittedAt: now,
        decidedAt: null,
      } // prettier-ignore
      await insertCertificate(submitted, file.content)
      const data = { customerId, certificateId: submitted.id, certificate, country, region }
      await this.events.record([
        fact(taxCertificateSubmitted, { kind: 'customer', id: customerId }, { customerId, data }),
      ])
      return ok(submitted)
    })
  }
}
