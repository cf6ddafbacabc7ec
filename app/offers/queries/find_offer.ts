import type { StoredDocument } from '#app/billing/index'
import type { QuoteContent } from '#app/checkout/index'
import { inReadTransaction } from '#app/shared/database/unit'
import { type Page, toPage } from '#app/shared/http/keyset'
import type { Offer } from '#app/offers/domain/offer'
import { offerStatuses, type OfferStatus } from '#app/offers/domain/offer_state'
import { hashOfferToken } from '#app/offers/domain/offer_token'
import {
  findOfferByToken,
  findOfferRow,
  findSealed,
  listOfferRows,
  listVersions,
} from '#app/offers/records/offers'

/** What somebody gets to see who was sent an offer. */
export interface SentOffer {
  offer: Offer
  content: QuoteContent
  document: StoredDocument
}

/** An offer for staff, drafts too. */
export function findOffer(id: string): Promise<Offer | null> {
  return inReadTransaction(() => findOfferRow(id))
}

/** What was sent of an offer, to staff or to its customer. */
export function findSentOffer(id: string, customerId: string | null): Promise<SentOffer | null> {
  return inReadTransaction(async () => {
    const offer = await findOfferRow(id)
    if (!offer || (customerId && offer.customerId !== customerId)) return null
    return withSealed(offer)
  })
}

/** What was sent to whoever has its link. */
export function findOfferOfLink(token: string): Promise<SentOffer | null> {
  return inReadTransaction(async () => {
    const offer = await findOfferByToken(hashOfferToken(token))
    return offer && withSealed(offer)
  })
}

async function withSealed(offer: Offer): Promise<SentOffer | null> {
  const sealed = await findSealed(offer.id)
  return sealed && { offer, content: sealed.content, document: sealed.document }
}

/** All versions of an offer, the newest first. */
export function findVersions(number: bigint): Promise<Offer[]> {
  return inReadTransaction(() => listVersions(number))
}

export interface OfferQuestion {
  /** Null for staff, who see drafts as well. */
  customerId: string | null
  ofCustomerId?: string | null
  status?: OfferStatus | null
  text?: string | null
  before: string | null
  size: number
}

const sentStatuses: OfferStatus[] = offerStatuses.filter(
  (status) => status !== 'draft' && status !== 'withdrawn'
)

/** Which offers are there? A customer sees what was sent to them and not taken back. */
export function listOffers(question: OfferQuestion): Promise<Page<Offer>> {
  const { customerId, ofCustomerId = null, status, text, before, size } = question
  const visible = customerId ? sentStatuses : null
  const statuses = status ? [status].filter((each) => !visible || visible.includes(each)) : visible
  return inReadTransaction(async () => {
    if (statuses?.length === 0) return { rows: [], nextCursor: null }
    const rows = await listOfferRows({ customerId: customerId ?? ofCustomerId, statuses, text: text ?? null, before, limit: size + 1 }) // prettier-ignore
    return toPage(rows, size)
  })
}
