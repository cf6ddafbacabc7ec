import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { sql } from 'kysely'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { db } from '#app/shared/database/db'
import { AnswerOffer } from '#app/offers/actions/answer_offer'
import { DraftOffer } from '#app/offers/actions/draft_offer'
import { FollowOffers } from '#app/offers/actions/follow_offers'
import { WithdrawOffer } from '#app/offers/actions/withdraw_offer'
import { findOffer, findOfferOfLink } from '#app/offers/queries/find_offer'
import { findOfferToken } from '#app/offers/queries/open_offer_link'
import { newId } from '#app/shared/ids'
import { findCouponSubject } from '#app/promotions/index'
import { addCoupon } from '#tests/promotions/actions/shop'
import { percent } from '#tests/promotions/domain/coupons'
import { factsAbout, write } from '#tests/support/billing'
import { addAda } from '#tests/support/customers'
import { accept, draft, from, giveAddress, openOffice, prospect, send, sent } from '#tests/support/offers'
import { as, freezeClock } from '#tests/support/tenants'

const month = { unit: 'month' as const, count: 1 }

test.group('An offer', () => {
  test('is priced, sealed, numbered, and found by its link alone', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const offer = await sent(tenant, prospect, terms)
    // 2 × 7.00 + 50.00, each line with 19 % tax: 1.33 + 1.33 + 9.50.
    assert.deepEqual([offer.reference, offer.subtotal, offer.taxTotal, offer.total], ['Q-000001', 6400n, 1216n, 7616n]) // prettier-ignore
    const token = (await as(tenant, () => findOfferToken(offer.id)))!
    const found = await as(tenant, () => findOfferOfLink(token))
    assert.equal(found!.offer.id, offer.id)
    assert.deepEqual(found!.document.lines.map(({ description, quantity, amount }) => [description, quantity, amount]), [['VPS M', 2, '1400'], ['Moving in', 1, '5000']]) // prettier-ignore
    assert.isNull(await as(tenant, () => findOfferOfLink(`${token.slice(0, -1)}_`)))
    const { rows } = await write(tenant, () => sql<{ kept: string }>`select to_jsonb(o)::text as kept from offers o`.execute(db)) // prettier-ignore
    assert.notInclude(rows[0]!.kept, token)
    for (const statement of [
      sql`update offers set total = total + 1, subtotal = subtotal + 1`,
      sql`update offers set terms = '{}'`,
      sql`update offers set status = 'draft'`,
      sql`delete from offers`,
    ])
      await assert.rejects(() => write(tenant, () => statement.execute(db)), /sealed|cannot become|constraint|append-only|permission|sent/) // prettier-ignore
  })

  test('a customer accepts it: an order at exactly its prices, whatever the catalogue asks by then', async ({
    assert,
  }) => {
    const { tenant, terms, planId } = await openOffice()
    const customerId = await addAda(tenant)
    await giveAddress(tenant, customerId)
    const offer = await sent(tenant, { customerId }, terms)
    await as(
      tenant,
      async () =>
      (await app.container.make(ReplacePrice)).execute(planId, { currency: 'EUR', interval: month, amount: 9900n, setupAmount: 0n }) // prettier-ignore
    )
    const accepted = await accept(tenant, offer.id, { customerId })
    if (!accepted.ok) return assert.fail(accepted.error.type)
    const order = await write(tenant, () => db.selectFrom('orders').selectAll().executeTakeFirstOrThrow())
    assert.deepEqual([order.id, order.total, order.status], [accepted.value.orderId!, 7616n, 'reserving'])
    const lines = await write(tenant, () => db.selectFrom('order_lines').selectAll().orderBy('position').execute()) // prettier-ignore
    assert.deepEqual(lines.map(({ content, total }) => [(content as unknown as { hostname: string }).hostname, total]), [['web-1.example.com', 833n], ['web-2.example.com', 833n]]) // prettier-ignore
    const again = await accept(tenant, offer.id, { customerId })
    assert.deepEqual(again, { ok: false, error: { type: 'offer_accepted' } })
    assert.deepEqual(await factsAbout(tenant, offer.id), ['offer.sent', 'offer.accepted'])
    const withdraw = await app.container.make(WithdrawOffer)
    assert.deepEqual(await as(tenant, () => withdraw.execute({ offerId: offer.id })), { ok: false, error: { type: 'offer_ordered' } }) // prettier-ignore
  })

  test('whoever has only its link accepts it, but orders nothing on the account of its customer', async ({
    assert,
  }) => {
    const { tenant, terms } = await openOffice()
    const [customerId, eve] = [await addAda(tenant), await addAda(tenant)]
    await giveAddress(tenant, customerId)
    await giveAddress(tenant, eve)
    const [offer, other] = [await sent(tenant, { customerId }, terms), await sent(tenant, { customerId }, terms)] // prettier-ignore
    const orders = () => write(tenant, () => db.selectFrom('orders').select(['id', 'customer_id']).execute())
    for (const [each, by] of [[offer, null], [other, eve]] as const) {
      const accepted = await accept(tenant, each.id, { customerId: by })
      assert.deepEqual(accepted.ok && [accepted.value.status, accepted.value.orderId], ['accepted', null])
    } // prettier-ignore
    assert.deepEqual(await orders(), [])
    const kept = await write(tenant, () => db.selectFrom('offers').select(['accepted_name', 'accepted_ip', 'closed_at']).where('id', '=', offer.id).executeTakeFirstOrThrow()) // prettier-ignore
    assert.deepEqual([kept.accepted_name, kept.accepted_ip, kept.closed_at !== null], ['Grace Hopper', from.ip, true]) // prettier-ignore
    assert.deepEqual(await order(tenant, offer.id, eve), { ok: false, error: { type: 'offer_not_found' } })
    const placed = await order(tenant, offer.id, customerId)
    assert.deepEqual(await orders(), [{ id: placed.ok ? placed.value.orderId : '', customer_id: customerId }])
    assert.deepEqual(await factsAbout(tenant, offer.id), ['offer.sent', 'offer.accepted', 'offer.ordered'])
  })

  test('by the hour it is accepted, and ordered once a payment method is saved', async ({ assert }) => {
    const { tenant, terms, planId } = await openOffice()
    const customerId = await addAda(tenant)
    await giveAddress(tenant, customerId)
    const hourly = { hourAmount: '0.83', monthAtMost: 450n }
    const interval = { unit: 'hour' as const, count: 1 }
    const price = { currency: 'EUR', interval, amount: 0n, setupAmount: 0n, hourly }
    await as(tenant, async () => (await app.container.make(ReplacePrice)).execute(planId, price))
    const items = [{ ...terms.items[0]!, interval, prices: [] }]
    const offer = await sent(tenant, { customerId }, { ...terms, items, oneOffs: [] })
    const accepted = await accept(tenant, offer.id, { customerId })
    assert.deepEqual(accepted.ok && [accepted.value.status, accepted.value.orderId], ['accepted', null])
    const answer = await app.container.make(AnswerOffer)
    const order = () => as(tenant, () => answer.order({ ...from, offerId: offer.id, customerId }))
    assert.deepEqual(await order(), { ok: false, error: { type: 'method_needed' } })
    await write(tenant, async () => {
      const gateway_id = newId()
      const created_at = '2026-03-01T09:00:00Z'
      await db.insertInto('gateways').values({ id: gateway_id, driver: 'stripe', name: 'Cards', secrets: '{}', created_at }).execute()
      await db.insertInto('payment_methods').values({ id: newId(), customer_id: customerId, gateway_id, kind: 'card', reference: 'pm_1', is_default: true, created_at }).execute()
    }) // prettier-ignore
    assert.isTrue((await order()).ok)
  })

  test('an experiment counts who was quoted a side as shown, as the one they were before', async ({
    assert,
  }) => {
    const { tenant, terms } = await openOffice()
    const customerId = await addAda(tenant)
    await giveAddress(tenant, customerId)
    const variants = [
      { key: 'a', weight: 1, benefit: percent('10') },
      { key: 'b', weight: 1, benefit: percent('30') },
    ]
    const coupon = await addCoupon(tenant, { code: 'TEST', variants })
    const before = newId()
    const exposure = { coupon_id: coupon.id, subject: before, variant: 'b', shown_at: '2026-02-01T00:00:00Z' }
    await write(tenant, () => db.insertInto('coupon_exposures').values(exposure).execute())
    const cart = await as(tenant, () => findCouponSubject('TEST', { customerId: null, cartId: before }))
    const signedIn = await as(tenant, () => findCouponSubject('TEST', { customerId, cartId: before }))
    assert.deepEqual([cart, signedIn], [before, before], 'signing in changes no side')
    const offer = await sent(tenant, { customerId }, { ...terms, coupons: ['TEST'] })
    const shown = () => write(tenant, () => db.selectFrom('coupon_exposures').select('subject').orderBy('shown_at').execute()) // prettier-ignore
    assert.deepEqual((await shown()).map(({ subject }) => subject), [before, customerId]) // prettier-ignore
    assert.isTrue((await accept(tenant, offer.id, { customerId })).ok)
    const again = await as(tenant, () => findCouponSubject('TEST', { customerId, cartId: newId() }))
    assert.equal(again, customerId)
  })

  test('ten at once accept it once', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const customerId = await addAda(tenant)
    await giveAddress(tenant, customerId)
    const offer = await sent(tenant, { customerId }, terms)
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => accept(tenant, offer.id, { customerId }))
    )
    assert.lengthOf(answers.filter(({ ok }) => ok), 1) // prettier-ignore
    assert.lengthOf(await write(tenant, () => db.selectFrom('orders').select('id').execute()), 1)
  })

  test('somebody who is no customer yet accepts, becomes one, and orders', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const offer = await sent(tenant, prospect, terms)
    const early = await order(tenant, offer.id, await addAda(tenant))
    assert.deepEqual(early, { ok: false, error: { type: 'offer_not_accepted' } })
    const accepted = await accept(tenant, offer.id)
    assert.deepEqual(accepted.ok && [accepted.value.status, accepted.value.orderId], ['accepted', null])
    const customerId = await addAda(tenant)
    assert.deepEqual(await order(tenant, offer.id, customerId), { ok: false, error: { type: 'address_missing' } }) // prettier-ignore
    await giveAddress(tenant, customerId)
    await write(tenant, () => db.updateTable('customers').set({ country: 'FR' }).where('id', '=', customerId).execute()) // prettier-ignore
    assert.deepEqual(await order(tenant, offer.id, customerId), { ok: false, error: { type: 'country_differs' } }) // prettier-ignore
    await giveAddress(tenant, customerId)
    const placed = await order(tenant, offer.id, customerId)
    assert.isTrue(placed.ok)
    const again = await order(tenant, offer.id, customerId)
    assert.equal(again.ok && again.value.orderId, placed.ok && placed.value.orderId)
    const stranger = await order(tenant, offer.id, await addAda(tenant))
    assert.deepEqual(stranger, { ok: false, error: { type: 'offer_not_found' } })
    assert.equal((await as(tenant, () => findOffer(offer.id)))!.customerId, customerId)
  })

  test('another tax than was shown is not charged', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const customerId = await addAda(tenant)
    await giveAddress(tenant, customerId)
    const offer = await sent(tenant, { customerId }, terms)
    await write(tenant, () => sql`update tax_rates set valid_until = '2026-03-05'`.execute(db))
    await freezeClock(tenant, '2026-03-06T09:00:00Z')
    assert.deepEqual(await accept(tenant, offer.id, { customerId }), {
      ok: false,
      error: { type: 'tax_differs' },
    })
    assert.lengthOf(await write(tenant, () => db.selectFrom('orders').select('id').execute()), 0)
    assert.equal((await as(tenant, () => findOffer(offer.id)))!.status, 'sent')
  })

  test('what is over cannot be accepted, and nothing is written', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const [expired, withdrawn, declined] = [await sent(tenant, prospect, terms), await sent(tenant, prospect, terms), await sent(tenant, prospect, terms)] // prettier-ignore
    const open = await draft(tenant, prospect, terms)
    await as(tenant, async () => (await app.container.make(WithdrawOffer)).execute({ offerId: withdrawn.id }))
    await as(tenant, async () => (await app.container.make(AnswerOffer)).decline({ offerId: declined.id, reason: 'Too dear' })) // prettier-ignore
    const unsigned = await accept(tenant, expired.id, { hasAcceptedTerms: false })
    assert.deepEqual(unsigned, { ok: false, error: { type: 'terms_not_accepted' } })
    await freezeClock(tenant, '2026-04-01T09:00:00Z')
    // Nobody has noted yet that it is over.
    const refusals = [expired, withdrawn, declined, open].map(async ({ id }) => {
      const answer = await accept(tenant, id)
      return answer.ok ? 'ok' : answer.error.type
    })
    assert.deepEqual(await Promise.all(refusals), ['offer_expired', 'offer_withdrawn', 'offer_declined', 'offer_not_sent']) // prettier-ignore
    await as(tenant, async () => (await app.container.make(FollowOffers)).expire())
    assert.equal((await as(tenant, () => findOffer(expired.id)))!.status, 'expired')
    assert.deepEqual(await factsAbout(tenant, expired.id), ['offer.sent', 'offer.expired'])
    assert.lengthOf(await write(tenant, () => db.selectFrom('orders').select('id').execute()), 0)
  })

  test('a new version takes the place of the one before when it is sent', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const first = await sent(tenant, prospect, terms)
    const drafts = await app.container.make(DraftOffer)
    const revised = await as(tenant, () => drafts.revise({ offerId: first.id, staffId: null }))
    if (!revised.ok) return assert.fail(revised.error.type)
    const twice = await as(tenant, () => drafts.revise({ offerId: first.id, staffId: null }))
    assert.deepEqual(twice, { ok: false, error: { type: 'draft_exists' } })
    const cheaper = { ...terms, oneOffs: [] }
    const { revision } = revised.value
    const words = { to: prospect, terms: cheaper, intro: null, notes: null, validUntil: null }
    const changed = await as(tenant, () => drafts.change({ ...words, offerId: revised.value.id, revision })) // prettier-ignore
    if (!changed.ok) return assert.fail(changed.error.type)
    const stale = await as(tenant, () => drafts.change({ ...words, offerId: revised.value.id, revision }))
    assert.deepEqual(stale, { ok: false, error: { type: 'draft_changed_meanwhile', revision: revision + 1 } })
    const second = await send(tenant, changed.value)
    if (!second.ok) return assert.fail(second.error.type)
    assert.deepEqual([second.value.reference, second.value.total], ['Q-000001-2', 1666n])
    assert.deepEqual(await accept(tenant, first.id), { ok: false, error: { type: 'offer_superseded' } })
    assert.isTrue((await accept(tenant, second.value.id)).ok)
  })

  test('what cannot be offered is not sent', async ({ assert }) => {
    const { tenant, terms, planId } = await openOffice()
    const item = terms.items[0]!
    const customerId = await addAda(tenant)
    await write(tenant, () => db.updateTable('customers').set({ country: null }).where('id', '=', customerId).execute()) // prettier-ignore
    const refused: [Parameters<typeof draft>, string][] = [
      [[tenant, prospect, { ...terms, items: [] }], 'terms_refused'],
      [[tenant, prospect, { ...terms, items: [{ ...item, quantity: 51 }] }], 'terms_refused'],
      [[tenant, prospect, { ...terms, items: [{ ...item, options: { gold: true } }] }], 'terms_refused'],
      [[tenant, prospect, { ...terms, items: [{ ...item, prices: [{ kind: 'plan', priceId: planId, unitAmount: '1' }] }] }], 'terms_refused'],
      [[tenant, prospect, { ...terms, coupons: ['NOBODY-KNOWS'] }], 'coupons_refused'],
      [[tenant, prospect, terms, '2026-02-28'], 'validity_over'],
      [[tenant, { customerId }, terms], 'country_missing'],
    ] // prettier-ignore
    for (const [input, type] of refused) {
      const result = await send(tenant, await draft(...input))
      assert.equal(result.ok ? 'ok' : result.error.type, type)
    }
  })

  test('one reminder three days before the last day', async ({ assert }) => {
    const { tenant, terms } = await openOffice()
    const offer = await sent(tenant, prospect, terms)
    const follow = await app.container.make(FollowOffers)
    for (const day of ['27', '28', '29', '31']) {
      await freezeClock(tenant, `2026-03-${day}T12:00:00Z`)
      await as(tenant, () => follow.remind())
      await as(tenant, () => follow.expire())
    }
    assert.deepEqual(await factsAbout(tenant, offer.id), ['offer.sent', 'offer.expiring'])
  })
})

async function order(tenant: Parameters<typeof as>[0], offerId: string, customerId: string) {
  const action = await app.container.make(AnswerOffer)
  return as(tenant, () => action.order({ ...from, offerId, customerId }))
}
