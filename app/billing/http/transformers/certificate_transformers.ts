import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { certificateStatuses } from '#app/billing/domain/taxation/certificate_status'
import type { ListedCertificate, TaxCertificate } from '#app/billing/records/tax_certificates'

const text = () => vine.string().nullable()
const fields = {
  id: vine.string(), status: vine.enum(certificateStatuses), country: vine.string(), region: text(), certificate: vine.string(),
  valid_from: vine.string(), valid_until: text(), file_name: vine.string(), media_type: vine.string(), refusal: text(),
  submitted_at: vine.string(), decided_at: text(),
} // prettier-ignore
export const certificateShape = vine.create(fields)
export const listedCertificateShape = vine.create({
  ...fields,
  customer: vine.object({ id: vine.string(), name: vine.string() }),
})

export function showCertificate(certificate: TaxCertificate) {
  return {
    id: showId('taxCertificate', certificate.id),
    status: certificate.status,
    country: certificate.country,
    region: certificate.region,
    certificate: certificate.certificate,
    valid_from: certificate.validFrom,
    valid_until: certificate.validUntil,
    file_name: certificate.fileName,
    media_type: certificate.mediaType,
    refusal: certificate.refusal,
    submitted_at: certificate.submittedAt.toISOString(),
    decided_at: certificate.decidedAt?.toISOString() ?? null,
  }
}

export function showListedCertificate(certificate: ListedCertificate) {
  return {
    ...showCertificate(certificate),
    customer: { id: showId('customer', certificate.customerId), name: certificate.customerName },
  }
}
