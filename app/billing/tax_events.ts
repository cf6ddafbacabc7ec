/** The facts about taxes that billing announces. Dates are calendar dates of the tenant's zone. */
import { event } from '#app/shared/events/event'

export const taxIdChecked = event<{
  customerId: string
  value: string
  status: 'unchecked' | 'valid' | 'invalid' | 'unavailable'
  source: string
}>(
  'tax_id.checked',
  'It became known, or once more could not be known, whether a tax id is registered; the next quote and renewal go by it.'
)

export const taxRateAdded = event<{
  rateId: string
  country: string
  region: string | null
  percent: string
  validFrom: string
}>('tax_rate.added', 'A tax rate holds from a day on.')

export const taxRateEnded = event<{
  rateId: string
  country: string
  region: string | null
  validUntil: string
}>('tax_rate.ended', 'A tax rate no longer holds from a day on; one that had not begun was taken back.')

export const taxProfileChanged = event<{ country: string; changed: string[] }>(
  'tax_profile.changed',
  'The seller said otherwise where it is established or how it treats taxes; issued invoices keep theirs.'
)

export const taxRegistrationAdded = event<{
  registrationId: string
  country: string
  region: string | null
  scheme: string
  validFrom: string
}>('tax_registration.added', 'The seller collects tax somewhere from a day on.')

export const taxRegistrationEnded = event<{
  registrationId: string
  country: string
  region: string | null
  validUntil: string
}>('tax_registration.ended', 'The seller collects no tax somewhere from a day on.')

interface CertificateFact {
  customerId: string
  certificateId: string
  certificate: string
  country: string
  region: string | null
}
export const taxCertificateSubmitted = event<CertificateFact>(
  'tax_certificate.submitted',
  'A certificate of exemption was handed in and waits for staff; tax is charged as before.'
)
export const taxCertificateAccepted = event<
  CertificateFact & { exemptionId: string; validUntil: string | null }
>('tax_certificate.accepted', 'Staff accepted a certificate: its customer does not pay that tax.')
export const taxCertificateRefused = event<CertificateFact & { reason: string }>(
  'tax_certificate.refused',
  'Staff refused a certificate, with the reason.'
)
export const taxExemptionExpiring = event<{
  customerId: string
  exemptionId: string
  certificate: string
  country: string
  region: string | null
  validUntil: string
  /** 0 on the first day without it. */
  daysBefore: number
}>('tax_exemption.expiring', 'A certificate ends soon or ended today; tax is charged again from then on.')

interface PlaceFact {
  customerId: string
  country: string
  verdict: string
}
export const taxPlaceDoubted = event<PlaceFact>(
  'tax_place.doubted',
  'Fewer than two pieces of evidence agree on where a customer is; staff should look at it.'
)
export const taxPlaceProved = event<PlaceFact>(
  'tax_place.proved',
  'Evidence of where a customer is agrees again.'
)
export const taxPlaceReviewed = event<PlaceFact & { note: string }>(
  'tax_place.reviewed',
  'Staff looked into where a customer is and said why the billing address holds.'
)

export const taxExemptionAdded = event<{
  customerId: string
  exemptionId: string
  country: string
  region: string | null
  certificate: string
}>('tax_exemption.added', 'A customer showed a certificate and does not pay a tax from a day on.')

export const taxExemptionEnded = event<{ customerId: string; exemptionId: string; validUntil: string }>(
  'tax_exemption.ended',
  'A certificate no longer holds from a day on, and the customer pays the tax again.'
)
