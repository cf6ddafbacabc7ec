import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { newId, readId, showId } from '#app/shared/ids'
import { FollowOffers } from '#app/offers/actions/follow_offers'
import { findOfferToken } from '#app/offers/queries/open_offer_link'
import { renderMessage } from '#app/messaging/queries/render_message'
import type { Message } from '#app/messaging/records/messages'
import { apiClientFor } from '#tests/support/api'
import { write } from '#tests/support/billing'
import { BrowserSession } from '#tests/support/browser_session'
import { giveAddress, openOffice } from '#tests/support/offers'
import { settle } from '#tests/support/settle'
import { as, freezeClock } from '#tests/support/tenants'

async function openDesk() {
  const { tenant, terms, planId } = await openOffice()
  const item = terms.items[0]!
  const body = {
    items: [
      {
        plan_id: showId('plan', planId),
        interval: item.interval,
        options: item.options,
        hostname: item.hostname,
        quantity: 2,
        prices: [{ kind: 'plan', price_id: showId('price', item.prices[0]!.priceId), unit_amount: '700' }],
      },
    ],
    one_offs: [{ description: 'Moving in', quantity: 1, unit_amount: '5000' }],
    intro: 'As we said on the phone.\nBoth servers stand in Frankfurt.',
    valid_until: '2026-03-31',
  }
  const staff = await apiClientFor(tenant, { as: 'staff' })
  return { tenant, staff, body }
}

const somebody = { name: 'Grace Hopper', email: 'grace@example.test', currency: 'EUR', country: 'DE', locale: 'de' } // prettier-ignore

test.group('Quotes over the API', () => {
  test('staff write, look and send; the customer reads, accepts and has an order', async ({ assert }) => {
    const { tenant, staff, body } = await openDesk()
    const ada = await apiClientFor(tenant, { as: 'customer' })
    await giveAddress(tenant, ada.customerId)
    const wish = { ...body, customer_id: ada.shownCustomerId }
    const preview = await staff.post('/offer_previews', wish)
    assert.deepEqual([preview.status, preview.body.quote.total], [200, { amount: '7616', currency: 'EUR' }])
    assert.deepEqual([preview.body.items[0].parts[0].list_amount.amount, preview.body.items[0].parts[0].unit_amount.amount], ['850', '700']) // prettier-ignore
    const begun = await staff.post('/offers', { ...wish, items: [] })
    assert.deepEqual([begun.status, begun.body.status, begun.body.quote], [201, 'draft', null])
    const path = `/offers/${begun.body.id}`
    assert.equal((await ada.get(path)).status, 404, 'a draft is nobody’s business')
    const changed = await staff.put(path, { ...wish, revision: begun.body.revision })
    assert.deepEqual(changed.body.quote, preview.body.quote)
    const stale = await staff.put(path, { ...wish, revision: begun.body.revision })
    assert.deepEqual([stale.status, stale.body.code], [409, 'draft_changed_meanwhile'])
    // 7.00 for 8.50 is more off than this role may promise.
    const seller = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    await staff.put('/discount-limits/billing', { percent: 10 })
    const below = await seller.post(`${path}/sending`, { revision: changed.body.revision })
    assert.deepEqual([below.status, below.body.errors[0].field], [422, 'items.0.prices'])
    const sent = await staff.post(`${path}/sending`, { revision: changed.body.revision })
    assert.deepEqual([sent.status, sent.body.reference, sent.body.total.amount], [200, 'Q-000001', '7616'])
    assert.equal((await staff.put(path, { ...wish, revision: changed.body.revision })).body.code, 'offer_not_draft') // prettier-ignore
    assert.equal((await staff.post(`${path}/sending`, { revision: changed.body.revision })).body.code, 'offer_move_not_allowed') // prettier-ignore

    const read = await ada.get(path)
    assert.deepEqual([read.status, read.body.lines.length, read.body.quote.total.amount], [200, 2, '7616'])
    assert.deepEqual(
      (await ada.get('/offers')).body.data.map(({ id }: { id: string }) => id),
      [begun.body.id]
    )
    const pdf = await ada.get(`${path}/pdf`)
    assert.equal(pdf.status, 200)
    const eve = await apiClientFor(tenant, { as: 'customer' })
    assert.equal((await eve.get(path)).status, 404)
    assert.equal((await eve.post(`${path}/acceptance`, { name: 'Eve', accepts_terms: true })).status, 404)
    assert.deepEqual((await eve.get('/offers')).body.data, [])

    const unread = await ada.post(`${path}/acceptance`, { name: '', accepts_terms: true })
    assert.deepEqual([unread.status, unread.body.errors[0].field], [422, 'name'])
    const unsigned = await ada.post(`${path}/acceptance`, { name: 'Ada', accepts_terms: false })
    assert.deepEqual([unsigned.status, unsigned.body.errors[0].field], [422, 'accepts_terms'])
    const accepted = await ada.post(`${path}/acceptance`, { name: 'Ada Lindgren', accepts_terms: true })
    assert.deepEqual([accepted.status, accepted.body.status], [200, 'accepted'])
    assert.include(accepted.body.continue_url, `/orders/${accepted.body.order_id}`)
    const order = await ada.get(`/orders/${accepted.body.order_id}`)
    assert.equal(order.body.total.amount, '7616')
    assert.deepEqual(order.body.quote.one_offs.map((line: { amount: { amount: string } }) => line.amount.amount), ['5000']) // prettier-ignore
    const twice = await ada.post(`${path}/acceptance`, { name: 'Ada Lindgren', accepts_terms: true })
    assert.deepEqual([twice.status, twice.body.code], [409, 'offer_accepted'])
    assert.equal((await staff.post(`${path}/withdrawal`)).body.code, 'offer_ordered')
    assert.equal((await staff.post(`${path}/revisions`)).body.code, 'offer_not_revisable')
    const copied = await staff.post(`${path}/copies`)
    assert.deepEqual([copied.status, copied.body.status, copied.body.reference], [201, 'draft', null])
    assert.deepEqual(
      (await staff.get(`/offers/${copied.body.id}`)).body.terms,
      (await staff.get(path)).body.terms
    )
    assert.lengthOf((await ada.get('/orders')).body.data, 1)
  })

  test('what cannot be is refused beside its field, and nothing is written', async ({ assert }) => {
    const { staff, body } = await openDesk()
    const [item] = body.items
    const refused: [object, string][] = [
      [{ ...body }, 'name'],
      [{ ...body, ...somebody, email: 'nobody' }, 'email'],
      [{ ...body, ...somebody, country: 'Germany' }, 'country'],
      [{ ...body, ...somebody, valid_until: '2026-02-31' }, 'valid_until'],
      [{ ...body, ...somebody, items: [{ ...item, quantity: 0 }] }, 'items.0.quantity'],
      [{ ...body, ...somebody, one_offs: [{ description: 'x', quantity: 1, unit_amount: '-5' }] }, 'one_offs.0.unit_amount'], // prettier-ignore
      [{ ...body, ...somebody, one_offs: [{ description: 'x', quantity: 1, unit_amount: '1.50' }] }, 'one_offs.0.unit_amount'], // prettier-ignore
      [{ ...body, customer_id: showId('customer', newId()) }, 'customer_id'],
      [{ ...body, customer_id: 'x' }, 'customer_id'],
      [{ ...body, ...somebody, items: [item, { ...item, plan_id: 'plan_of_nobody' }] }, 'items.1.plan_id'],
      [{ ...body, ...somebody, items: [{ ...item, prices: [{ kind: 'setup', price_id: 'x', unit_amount: '1' }] }] }, 'items.0.prices.0.price_id'], // prettier-ignore
      [{ ...body, ...somebody, currency: 'XXX' }, 'currency'],
      // There is such a currency, but none to sell in: for an invoice in it no rate would be known.
      [{ ...body, ...somebody, currency: 'XOF' }, 'currency'],
    ]
    for (const [form, field] of refused) {
      const answer = await staff.post('/offers', form)
      assert.deepEqual([answer.status, answer.body.errors[0].field], [422, field])
    }
    const previews: [object, string][] = [
      [
        { ...body, ...somebody, items: [{ ...item, options: { location: 'moon' } }] },
        'items.0.options.location',
      ],
      [{ ...body, ...somebody, items: [{ ...item, prices: [{ kind: 'plan', price_id: showId('price', newId()), unit_amount: '1' }] }] }, 'items.0.prices.0'], // prettier-ignore
      [{ ...body, ...somebody, items: [] }, 'items'],
    ]
    for (const [form, field] of previews) {
      const answer = await staff.post('/offer_previews', form)
      assert.deepEqual([answer.status, answer.body.code, answer.body.errors[0].field], [422, 'terms_refused', field]) // prettier-ignore
    }
    assert.deepEqual((await staff.get('/offers')).body.data, [])
    assert.equal((await staff.get(`/offers/${showId('offer', newId())}`)).status, 404)
  })
})

test.group('The page of a quote', () => {
  test('somebody new gets it by mail, accepts it there, signs up and orders', async ({ assert }) => {
    const { tenant, staff, body } = await openDesk()
    const begun = await staff.post('/offers', { ...body, ...somebody })
    const sent = await staff.post(`/offers/${begun.body.id}/sending`, { revision: begun.body.revision })
    assert.equal(sent.status, 200)
    await settle(tenant)
    const mail = await write(tenant, () => db.selectFrom('messages').selectAll().where('kind', '=', 'offer_sent').executeTakeFirstOrThrow()) // prettier-ignore
    assert.deepEqual([mail.recipient, mail.locale, mail.customer_id], ['grace@example.test', 'de', null])
    const rendered = (await as(tenant, () => renderMessage(mail as Message)))!
    assert.include(rendered.subject, 'Q-000001')
    assert.include(rendered.text, 'Both servers stand in Frankfurt.')
    assert.notMatch(rendered.text + rendered.html, /mail\.\w+\.|\{\w+\}|undefined/)
    const [link = '', token] = /\/de\/open\/quotes#([\w-]{43})/.exec(rendered.text) ?? []
    assert.notInclude(rendered.keepableText, token!)

    const visitor = new BrowserSession(tenant, 'storefront')
    const german = await visitor.pathBehind(link)
    assert.match(german, /^\/de\/quotes\/[\w-]{22}$/)
    const quote = german.slice('/de'.length)
    const page = await visitor.get(german)
    assert.deepEqual([page.status, page.component, page.props.refusal], [200, 'offers/public/offer', null])
    assert.notProperty(page.props.offer, 'notes')
    assert.equal((await visitor.open(`${link.slice(0, -1)}x`)).status, 404)
    assert.equal(
      (await new BrowserSession(tenant, 'storefront').get(german)).status,
      404,
      'its address opens nothing'
    )
    assert.equal((await visitor.submit('POST', `${quote}/acceptance`, { name: 'Grace', accepts_terms: false })).status, 422) // prettier-ignore
    const accepted = await visitor.submit('POST', `${quote}/acceptance`, { name: 'Grace Hopper', accepts_terms: true }) // prettier-ignore
    assert.equal(accepted.status, 200)
    assert.include(accepted.text, `/open/quotes#${token}`)
    const again = await visitor.submit('POST', `${quote}/acceptance`, { name: 'Grace Hopper', accepts_terms: true }) // prettier-ignore
    assert.equal(again.status, 409)
    assert.equal((await visitor.get(quote)).props.refusal, 'offer_accepted')

    const grace = new BrowserSession(tenant, 'account')
    const path = await grace.pathBehind(`/open/quotes#${token}`)
    assert.isNull((await grace.get(path)).props.customer)
    const signedUp = await grace.submit('POST', '/sign-up', { name: 'Grace Hopper', email: 'grace@example.test', password: 'a long enough password', currency: 'EUR', return_to: path }) // prettier-ignore
    assert.equal(signedUp.location, path)
    const early = await grace.submit('POST', path)
    assert.equal(early.location, path, 'the address is missing')
    await grace.submit('PUT', '/customer', { name: 'Grace Hopper', kind: 'person', street: 'Hauptstr. 1', postal_code: '10115', city: 'Berlin', country: 'DE' }) // prettier-ignore
    const ordered = await grace.submit('POST', path)
    assert.match(ordered.location!, /^\/orders\/ord_/)
    const order = await grace.get(ordered.location!)
    assert.equal(order.props.order.total.amount, '7616')
    assert.equal((await grace.get(path)).location, ordered.location)
    assert.equal((await grace.get('/quotes')).props.offers.length, 1)
    const told = await write(tenant, () => db.selectFrom('events').select('type').where('type', 'like', 'offer.%').orderBy('seq').execute()) // prettier-ignore
    assert.deepEqual(
      told.map(({ type }) => type),
      ['offer.sent', 'offer.accepted', 'offer.ordered']
    )
  })

  test('its customer accepts it by the link, signs in, comes back, and orders; nobody else can', async ({
    assert,
  }) => {
    const { tenant, staff, body } = await openDesk()
    const password = 'a long enough password'
    const enter = async (name: string) => {
      const email = `${name.toLowerCase()}@example.test`
      const browser = new BrowserSession(tenant, 'account')
      await browser.submit('POST', '/sign-up', { name, email, password, currency: 'EUR' })
      await browser.submit('PUT', '/customer', { name, kind: 'person', street: 'Hauptstr. 1', postal_code: '10115', city: 'Berlin', country: 'DE' }) // prettier-ignore
      const { id } = await write(tenant, () => db.selectFrom('customers').select('id').where('name', '=', name).executeTakeFirstOrThrow()) // prettier-ignore
      return { browser, email, id }
    }
    const [ada, eve] = [await enter('Ada'), await enter('Eve')]
    const begun = await staff.post('/offers', { ...body, customer_id: showId('customer', ada.id) })
    await staff.post(`/offers/${begun.body.id}/sending`, { revision: begun.body.revision })
    const token = await as(tenant, () => findOfferToken(readId('offer', begun.body.id)!))
    const link = `/open/quotes#${token}`

    const visitor = new BrowserSession(tenant, 'storefront')
    const accepted = await visitor.submit('POST', `${await visitor.pathBehind(link)}/acceptance`, { name: 'Ada L.', accepts_terms: true }) // prettier-ignore
    assert.equal(accepted.status, 200)
    assert.include(accepted.text, link)
    const orders = () => write(tenant, () => db.selectFrom('orders').select('customer_id').execute())
    assert.deepEqual(await orders(), [])

    const { props } = await new BrowserSession(tenant, 'account').open(link)
    assert.deepEqual([props.is_for_customer, props.customer, props.offer.email], [true, null, ''])
    const path = await eve.browser.pathBehind(link)
    assert.deepEqual([(await eve.browser.get(path)).props.is_for_other, (await eve.browser.submit('POST', path)).status], [true, 404]) // prettier-ignore

    const returning = new BrowserSession(tenant, 'account')
    await returning.pathBehind(link)
    const signedIn = await returning.submit('POST', '/session', {
      email: ada.email,
      password,
      return_to: path,
    })
    assert.equal(signedIn.location, path)
    assert.equal((await returning.get(path)).props.is_for_other, false)
    assert.match((await returning.submit('POST', path)).location!, /^\/orders\/ord_/)
    assert.deepEqual(await orders(), [{ customer_id: ada.id }])
  })

  test('it is declined with a reason, and an expired one says so', async ({ assert }) => {
    const { tenant, staff, body } = await openDesk()
    const tokens: string[] = []
    for (const name of ['Grace', 'Joan']) {
      const begun = await staff.post('/offers', { ...body, ...somebody, name })
      await staff.post(`/offers/${begun.body.id}/sending`, { revision: begun.body.revision })
      const admin = await staff.get(`/offers/${begun.body.id}`)
      assert.equal(admin.body.status, 'sent')
      tokens.push(begun.body.id)
    }
    await settle(tenant)
    const sent = await write(tenant, () => db.selectFrom('messages').selectAll().where('kind', '=', 'offer_sent').execute()) // prettier-ignore
    const mails = tokens.map((id) => sent.find((mail) => showId('offer', mail.subject_id) === id)!)
    const keys = await Promise.all(mails.map(async (mail) => /quotes#([\w-]{43})/.exec((await as(tenant, () => renderMessage(mail as Message)))!.text)![1]!)) // prettier-ignore
    const visitor = new BrowserSession(tenant, 'storefront')
    const quotes: string[] = []
    for (const key of keys) quotes.push(await visitor.pathBehind(`/open/quotes#${key}`))
    const declined = await visitor.submit('POST', `${quotes[0]}/refusal`, { reason: 'Too dear' })
    assert.equal(declined.status, 200)
    assert.equal((await visitor.submit('POST', `${quotes[0]}/acceptance`, { name: 'Grace', accepts_terms: true })).status, 409) // prettier-ignore
    await freezeClock(tenant, '2026-04-01T09:00:00Z')
    await as(tenant, async () => (await app.container.make(FollowOffers)).expire())
    assert.equal((await visitor.get(quotes[1]!)).props.refusal, 'offer_expired')
    const shown = await Promise.all(tokens.map(async (id) => (await staff.get(`/offers/${id}`)).body))
    assert.deepEqual(shown.map(({ status, decline_reason }) => [status, decline_reason]), [['declined', 'Too dear'], ['expired', null]]) // prettier-ignore
    assert.isNull(await as(tenant, () => renderMessage(mails[1] as Message)), 'nothing to answer any more')
  })
})
