import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { addDays, type CalendarDate, dateIn } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findCustomer } from '#app/customers/index'
import type { Offer } from '#app/offers/domain/offer'
import { canBeRevised, type OfferStatus } from '#app/offers/domain/offer_state'
import type { OfferTerms } from '#app/offers/domain/offer_terms'
import { insertOffer, updateDraft } from '#app/offers/records/offer_drafts'
import { findOfferRow, listVersions, lockOffer } from '#app/offers/records/offers'

const validDays = 30

/** Whom it is for: a customer, or somebody with an address. */
export type Addressee =
  | { customerId: string; email?: string; name?: string }
  | { customerId: null; email: string; name: string; currency: string; country: string; locale: string }

export interface OfferWords {
  terms: OfferTerms
  intro: string | null
  notes: string | null
  /** Thirty days from today when absent. */
  validUntil: CalendarDate | null
}

export type DraftOfferError =
  | { type: 'offer_not_found' | 'customer_not_found' | 'draft_exists' }
  | { type: 'offer_not_draft' | 'offer_not_revisable'; status: OfferStatus }
  | { type: 'draft_changed_meanwhile'; revision: number }

type Known = Pick<Offer, 'customerId' | 'email' | 'name' | 'currency' | 'country' | 'locale'>

/** What staff do with an offer before it is sent: begin one, change it, and begin a new version of one that was sent. */
@inject()
export class DraftOffer {
  constructor(private clock: Clock) {}

  begin(
    input: OfferWords & { to: Addressee; staffId: string | null }
  ): Promise<Result<Offer, DraftOfferError>> {
    return inTransaction(async () => {
      const known = await this.know(input.to)
      if (!known) return err({ type: 'customer_not_found' })
      const { staffId, terms, intro, notes } = input
      return this.insert({
        ...known,
        terms,
        intro,
        notes,
        validUntil: input.validUntil,
        number: null,
        version: 1,
        staffId,
      })
    })
  }

  /** Whoever saves an older draft is told, and overwrites nothing. */
  change(
    input: OfferWords & { offerId: string; revision: number; to: Addressee }
  ): Promise<Result<Offer, DraftOfferError>> {
    return inTransaction(async () => {
      const offer = await lockOffer(input.offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      if (offer.status !== 'draft') return err({ type: 'offer_not_draft', status: offer.status })
      if (offer.revision !== input.revision)
        return err({ type: 'draft_changed_meanwhile', revision: offer.revision })
      const known = await this.know(
        offer.customerId ? { ...input.to, customerId: offer.customerId } : input.to
      )
      if (!known) return err({ type: 'customer_not_found' })
      const { terms, intro, notes } = input
      const validUntil = input.validUntil ?? offer.validUntil
      await updateDraft(offer, { ...known, terms, intro, notes, validUntil, now: this.clock.now() })
      return ok((await findOfferRow(offer.id))!)
    })
  }

  /** A new version with the same number, for somebody else's wishes or better prices; what was sent stays good until this is sent. */
  revise(input: { offerId: string; staffId: string | null }): Promise<Result<Offer, DraftOfferError>> {
    return inTransaction(async () => {
      const offer = await lockOffer(input.offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      if (!canBeRevised(offer) || offer.number === null)
        return err({ type: 'offer_not_revisable', status: offer.status })
      const versions = await listVersions(offer.number)
      if (versions.some(({ status }) => status === 'draft')) return err({ type: 'draft_exists' })
      if (versions.some(({ orderId }) => orderId))
        return err({ type: 'offer_not_revisable', status: offer.status })
      const version = versions[0]!.version + 1
      return this.insert({ ...offer, version, validUntil: null, staffId: input.staffId })
    })
  }

  /** A quote of its own with the same words, for what was ordered, declined or is over: it takes nobody's place. */
  copy(input: { offerId: string; staffId: string | null }): Promise<Result<Offer, DraftOfferError>> {
    return inTransaction(async () => {
      const offer = await findOfferRow(input.offerId)
      if (!offer) return err({ type: 'offer_not_found' })
      return this.insert({ ...offer, number: null, version: 1, validUntil: null, staffId: input.staffId })
    })
  }

  private async insert(
    draft: Known & OfferWords & { number: bigint | null; version: number; staffId: string | null }
  ): Promise<Result<Offer, never>> {
    const id = newId()
    const now = this.clock.now()
    const validUntil = draft.validUntil ?? addDays(dateIn(currentTenant().timeZone, now), validDays)
    const { staffId: createdBy, ...words } = draft
    await insertOffer({ ...words, id, validUntil, createdBy, now })
    return ok((await findOfferRow(id))!)
  }

  private async know(to: Addressee): Promise<Known | null> {
    if (to.customerId === null) return to
    const customer = await findCustomer(to.customerId)
    if (!customer) return null
    const { id: customerId, currency, country, locale } = customer
    return {
      customerId,
      currency,
      country,
      locale,
      email: to.email ?? customer.email,
      name: to.name ?? customer.name,
    }
  }
}
