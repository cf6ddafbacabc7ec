import type { CalendarDate } from '#app/shared/time/calendar'
import type { OfferStatus } from '#app/offers/domain/offer_state'
import type { OfferTerms } from '#app/offers/domain/offer_terms'

/** A quote that staff make for somebody, without what was sealed of it. Amounts in minor units, null before it is sent. */
export interface Offer {
  id: string
  number: bigint | null
  version: number
  reference: string | null
  status: OfferStatus
  /** Null for somebody who is no customer yet. */
  customerId: string | null
  customerName: string | null
  email: string
  name: string
  currency: string
  country: string | null
  locale: string
  terms: OfferTerms
  intro: string | null
  notes: string | null
  validUntil: CalendarDate
  revision: number
  subtotal: bigint | null
  taxTotal: bigint | null
  total: bigint | null
  sentAt: Date | null
  firstViewedAt: Date | null
  remindedAt: Date | null
  closedAt: Date | null
  acceptedName: string | null
  acceptedIp: string | null
  declineReason: string | null
  orderId: string | null
  createdAt: Date
  updatedAt: Date
}
