import type { Fact } from '#app/shared/events/event'
import { derivedId, showId } from '#app/shared/ids'
import { findCustomer } from '#app/customers/index'
import { notifyCustomer, notifyStaff } from '#app/messaging/actions/notify'
import type { MailFact } from '#app/messaging/domain/message_content'
import type { CustomerMessageKind } from '#app/messaging/domain/message_kinds'

interface Certificate {
  customerId: string
  certificateId: string
  certificate: string
  country: string
  region: string | null
}

const path = '/tax-certificates'

/** Asks staff to look at a certificate of exemption. (`tax_certificate.submitted`) */
export async function mailStaffCertificateSubmitted({ data }: Fact<Certificate>): Promise<void> {
  const { customerId, certificateId, certificate } = data
  const customer = await findCustomer(customerId)
  if (!customer) return
  await notifyStaff({
    kind: 'staff_certificate_submitted',
    subject: { kind: 'tax_certificate', id: certificateId },
    customerId,
    content: {
      values: { certificate, customer: customer.name },
      facts: [{ label: 'customer', value: customer.name }, ...factsOf(data)],
      action: {
        surface: 'admin',
        path: `/taxes/certificates?status=submitted&customer_id=${showId('customer', customerId)}`,
      },
    },
  })
}

/** Says that a certificate counts now. (`tax_certificate.accepted`) */
export function mailCertificateAccepted({ data }: Fact<Certificate & { validUntil: string | null }>) {
  const end: MailFact[] = data.validUntil ? [{ label: 'exempt_until', value: { date: data.validUntil } }] : []
  return mailDecision('tax_certificate_accepted', data, end)
}

/** Says why a certificate cannot be accepted. (`tax_certificate.refused`) */
export function mailCertificateRefused({ data }: Fact<Certificate & { reason: string }>): Promise<void> {
  return mailDecision('tax_certificate_refused', data, [{ label: 'reason', value: data.reason }])
}

interface EndingExemption extends Omit<Certificate, 'certificateId'> {
  exemptionId: string
  validUntil: string
  daysBefore: number
}

/** Says that a certificate ends soon, or ended and tax is charged again; once for each notice of an end. (`tax_exemption.expiring`) */
export async function mailExemptionExpiring({ data }: Fact<EndingExemption>): Promise<void> {
  const { customerId, exemptionId, validUntil, daysBefore, certificate } = data
  await notifyCustomer({
    kind: daysBefore > 0 ? 'tax_exemption_expiring' : 'tax_exemption_expired',
    // Another end of the same certificate is another cause.
    subject: { kind: 'tax_exemption', id: derivedId(exemptionId, validUntil) },
    step: daysBefore,
    customerId,
    content: {
      values: { certificate, date: { date: validUntil } },
      facts: [...factsOf(data), { label: 'exempt_until', value: { date: validUntil } }],
      action: { surface: 'account', path },
    },
  })
}

async function mailDecision(kind: CustomerMessageKind, data: Certificate, more: MailFact[]): Promise<void> {
  const { customerId, certificateId, certificate } = data
  await notifyCustomer({
    kind,
    subject: { kind: 'tax_certificate', id: certificateId },
    customerId,
    content: {
      values: { certificate },
      facts: [...factsOf(data), ...more],
      action: { surface: 'account', path },
    },
  })
}

function factsOf({ certificate, country, region }: Omit<Certificate, 'certificateId'>): MailFact[] {
  return [
    { label: 'certificate', value: certificate },
    { label: 'tax_place', value: region ? `${country} · ${region}` : country },
  ]
}
