import app from '@adonisjs/core/services/app'
import type { Tenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { type Addressee, DraftOffer } from '#app/offers/actions/draft_offer'
import { SendOffer } from '#app/offers/actions/send_offer'
import { AnswerOffer } from '#app/offers/actions/answer_offer'
import type { Offer } from '#app/offers/domain/offer'
import type { OfferTerms } from '#app/offers/domain/offer_terms'
import { planCalled, stockShop } from '#tests/support/catalogue'
import { as, createTenant } from '#tests/support/tenants'

export const from = { userId: null, ip: '203.0.113.9', userAgent: 'Test', ipCountry: null }

export const prospect: Addressee = {
  customerId: null,
  email: 'grace@example.test',
  name: 'Grace Hopper',
  currency: 'EUR',
  country: 'DE',
  locale: 'de',
}

/** A shop on the first of March, and what is offered there: two VPS M at €7.00 instead of €8.50, and moving in for €50.00. */
export async function openOffice() {
  const tenant = await createTenant({ at: '2026-03-01T09:00:00Z' })
  const catalogue = await stockShop(tenant)
  const planId = planCalled(catalogue, 'vps-m')
  const plan = catalogue.products.flatMap(({ plans }) => plans).find(({ id }) => id === planId)!
  const price = plan.prices.find(({ currency, interval }) => currency === 'EUR' && interval.unit === 'month' && interval.count === 1)! // prettier-ignore
  const terms: OfferTerms = {
    items: [
      {
        planId,
        interval: { unit: 'month', count: 1 },
        options: { location: 'fra' },
        hostname: 'web.example.com',
        quantity: 2,
        prices: [{ kind: 'plan', priceId: price.id, unitAmount: '700' }],
      },
    ],
    oneOffs: [{ description: 'Moving in', quantity: 1, unitAmount: '5000' }],
    coupons: [],
  }
  return { tenant, planId, terms }
}

export async function draft(
  tenant: Tenant,
  to: Addressee,
  terms: OfferTerms,
  validUntil = '2026-03-31'
): Promise<Offer> {
  // prettier-ignore
  const action = await app.container.make(DraftOffer)
  const begun = await as(tenant, () =>
    action.begin({ to, terms, intro: null, notes: null, validUntil, staffId: null })
  )
  if (!begun.ok) throw new Error(begun.error.type)
  return begun.value
}

export async function send(tenant: Tenant, { id, revision }: Offer) {
  const action = await app.container.make(SendOffer)
  return as(tenant, () => action.execute({ offerId: id, revision }))
}

export async function sent(
  tenant: Tenant,
  to: Addressee,
  terms: OfferTerms,
  validUntil?: string
): Promise<Offer> {
  // prettier-ignore
  const result = await send(tenant, await draft(tenant, to, terms, validUntil))
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** By the link alone, or as somebody who is signed in. */
export async function accept(
  tenant: Tenant,
  offerId: string,
  {
    customerId = null,
    hasAcceptedTerms = true,
  }: { customerId?: string | null; hasAcceptedTerms?: boolean } = {}
) {
  const action = await app.container.make(AnswerOffer)
  return as(tenant, () =>
    action.accept({ ...from, offerId, customerId, name: 'Grace Hopper', hasAcceptedTerms })
  )
}

export function giveAddress(tenant: Tenant, customerId: string): Promise<unknown> {
  return as(tenant, () =>
    inTransaction(() =>
      db
        .updateTable('customers')
        .set({ street: 'Hauptstr. 1', city: 'Berlin', postal_code: '10115', country: 'DE' })
        .where('id', '=', customerId)
        .execute()
    )
  )
}
