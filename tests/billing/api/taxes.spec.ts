import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { RecordCardEvidence, RecordTaxEvidence } from '#app/billing/index'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

const rate = {
  country: 'DE', name: 'USt.', percent: '19', kind: 'vat', valid_from: '2026-03-01',
} as const // prettier-ignore
const profile = {
  country: 'DE', tax_id: 'DE123456789', is_small_business: false, is_over_eu_threshold: false, prices_include_tax: false, tax_rounding: 'line',
} as const // prettier-ignore
const registration = { country: 'US', region: 'TX', scheme: 'standard', valid_from: '2025-01-01' } as const

async function scene() {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-01T09:00:00Z')
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const ada = await apiClientFor(tenant, { as: 'customer' })
  return { tenant, staff, ada }
}

test.group('Taxes over the API', () => {
  test('a new rate ends the one before on its first day', async ({ assert }) => {
    const { staff } = await scene()
    assert.equal((await staff.post('/tax_rates', rate)).status, 201)
    const later = await staff.post('/tax_rates', { ...rate, percent: '20.5', valid_from: '2027-01-01' })
    assert.equal(later.status, 201)
    const { body } = await staff.get('/tax_rates?country=DE')
    const seen = body.data.map((row: Record<string, string>) => [
      row.percent,
      row.valid_from,
      row.valid_until,
    ])
    assert.deepEqual(seen, [
      ['20.5', '2027-01-01', null],
      ['19', '2026-03-01', '2027-01-01'],
    ])
    const between = await staff.post('/tax_rates', { ...rate, percent: '21', valid_from: '2026-06-01' })
    assert.equal(between.status, 422)
    assert.deepEqual(between.body.errors[0].field, 'valid_from')
    assert.equal(
      (await staff.post(`/tax_rates/${later.body.id}/ending`, { valid_until: '2026-12-31' })).status,
      204
    )
    assert.lengthOf((await staff.get('/tax_rates')).body.data, 1)
  })

  test('a rate for some months is followed by the one that it interrupts, and the answer says so', async ({
    assert,
  }) => {
    const { staff } = await scene()
    const plain = await staff.post('/tax_rates', rate)
    assert.deepEqual(plain.body.continued, [])
    const some = { ...rate, percent: '16', valid_from: '2026-07-01', valid_until: '2027-01-01' }
    const { body: added } = await staff.post('/tax_rates', some)
    assert.lengthOf(added.continued, 1)
    assert.containsSubset(added.continued[0], { percent: '19', valid_from: '2027-01-01', valid_until: null })
    const { body } = await staff.get('/tax_rates?country=DE')
    assert.deepEqual(
      body.data.map((row: typeof some) => `${row.percent} ${row.valid_from} ${row.valid_until}`),
      ['19 2027-01-01 null', '16 2026-07-01 2027-01-01', '19 2026-03-01 2026-07-01']
    )
    assert.equal(body.data[0].id, added.continued[0].id)
  })

  test('what cannot be is refused with its field', async ({ assert }) => {
    const { staff, ada } = await scene()
    await staff.post('/tax_rates', rate)
    const [{ id }] = (await staff.get('/tax_rates')).body.data
    const own = `/customers/${ada.shownCustomerId}`
    const exemption = { country: 'DE', certificate: 'C-1', valid_from: '2026-01-01' }
    const rows: [string, object, string][] = [
      ['/tax_rates', { ...rate, percent: '100' }, 'percent'],
      ['/tax_rates', { ...rate, percent: '-1' }, 'percent'],
      ['/tax_rates', { ...rate, percent: '1e1' }, 'percent'],
      ['/tax_rates', { ...rate, taxable_percent: '0' }, 'taxable_percent'],
      ['/tax_rates', { ...rate, taxable_percent: '101' }, 'taxable_percent'],
      ['/tax_rates', { ...rate, country: 'Germany' }, 'country'],
      ['/tax_rates', { ...rate, product_kinds: ['everything'] }, 'product_kinds.0'],
      ['/tax_rates', { ...rate, valid_from: '2026-02-30' }, 'valid_from'],
      ['/tax_rates', { ...rate, valid_from: '2026-02-28' }, 'valid_from'],
      ['/tax_rates', { ...rate, valid_until: '2026-13-01' }, 'valid_until'],
      ['/tax_rates', { ...rate, valid_from: '2026-05-01', valid_until: '2026-05-01' }, 'valid_until'],
      ['/tax_rates', rate, 'valid_from'],
      [`/tax_rates/${id}/ending`, { valid_until: '2026-03-01' }, 'valid_until'],
      [`/tax_rates/${id}/ending`, { valid_until: '2026-04-31' }, 'valid_until'],
      ['/tax_registrations', { ...registration, region: null }, 'region'],
      ['/tax_registrations', { ...registration, region: 'ZZ' }, 'region'],
      ['/tax_registrations', { ...registration, country: 'US', region: null, scheme: 'oss' }, 'country'],
      ['/tax_registrations', { ...registration, scheme: 'some' }, 'scheme'],
      [`${own}/tax_exemptions`, { ...exemption, certificate: '' }, 'certificate'],
      [`${own}/tax_exemptions`, { ...exemption, valid_until: '2025-12-31' }, 'valid_until'],
      [`${own}/tax_exemptions`, { ...exemption, region: 'XX' }, 'region'],
      [`${own}/tax_id_confirmation`, { proof: '' }, 'proof'],
    ]
    for (const [path, body, field] of rows) {
      const answer = await staff.post(path, body)
      assert.equal(answer.status, 422, `${path} ${JSON.stringify(body)}`)
      assert.equal(answer.body.errors[0].field, field, `${path} ${JSON.stringify(body)}`)
    }
    assert.lengthOf((await staff.get('/tax_rates')).body.data, 1)
  })

  test('what is not there is not found, and an end comes once', async ({ assert }) => {
    const { staff, ada } = await scene()
    const end = { valid_until: '2026-04-01' }
    for (const path of ['/tax_rates/tax_1/ending', `/tax_rates/${showId('taxRate', newId())}/ending`])
      assert.equal((await staff.post(path, end)).status, 404)
    assert.equal((await staff.get(`/customers/${showId('customer', newId())}/tax`)).status, 404)
    assert.equal((await staff.post(`/customers/${ada.shownCustomerId}/tax_id_check`, {})).status, 404)
    const { body } = await staff.post('/tax_registrations', registration)
    assert.equal((await staff.post('/tax_registrations', registration)).status, 422)
    assert.equal((await staff.post(`/tax_registrations/${body.id}/ending`, end)).status, 204)
  })

  test('the seller’s side, a certificate, and what the customer pays', async ({ assert }) => {
    const { staff, ada } = await scene()
    await staff.post('/tax_rates', rate)
    assert.isNull((await staff.get('/tax_profile')).body.profile)
    assert.equal((await staff.put('/tax_profile', profile)).body.profile.country, 'DE')
    await ada.patch('/customer', { country: 'DE' })
    assert.equal((await ada.get('/tax')).body.decision.percent, '19')
    const added = await staff.post(`/customers/${ada.shownCustomerId}/tax_exemptions`, {
      country: 'DE', certificate: 'C-1', document: 'Binder 3', valid_from: '2026-01-01',
    }) // prettier-ignore
    assert.equal(added.status, 201)
    const seen = await ada.get('/tax')
    assert.deepEqual([seen.body.decision.reason, seen.body.decision.category], ['exempt', 'E'])
    const page = await staff.get(`/customers/${ada.shownCustomerId}/tax`)
    assert.equal(page.body.exemptions[0].document, 'Binder 3')
    assert.equal(page.body.evidence_verdict, 'one_piece')
    assert.equal(
      (await staff.post(`/tax_exemptions/${added.body.id}/ending`, { valid_until: '2026-03-02' })).status,
      204
    )
  })

  test('a card from elsewhere puts a place on the list of staff, until they say why the address holds', async ({
    assert,
  }) => {
    const { tenant, staff, ada } = await scene()
    await ada.patch('/customer', { country: 'DE' })
    const { customerId } = ada
    const paid = { customerId, orderId: null, paymentId: newId(), country: 'US' }
    const record = await app.container.make(RecordCardEvidence)
    for (let time = 0; time < 2; time += 1) await as(tenant, () => record.execute(paid))
    const { body } = await staff.get('/tax_places')
    assert.lengthOf(body.data, 1)
    assert.deepInclude(body.data[0], { country: 'DE', verdict: 'contradictory' })
    assert.sameMembers(body.data[0].pieces.map((piece: { country: string }) => piece.country), ['DE', 'US']) // prettier-ignore
    const review = `/customers/${ada.shownCustomerId}/tax_place_review`
    assert.equal((await staff.post(review, { note: '' })).status, 422)
    assert.equal((await staff.post(review, { note: 'Rent contract seen.' })).status, 204)
    assert.equal((await staff.post(review, { note: 'Again.' })).status, 404)
    assert.lengthOf((await staff.get('/tax_places')).body.data, 0)
    const tax = await staff.get(`/customers/${ada.shownCustomerId}/tax`)
    assert.equal(tax.body.evidence_review.note, 'Rent contract seen.')
    assert.lengthOf(tax.body.evidence, 1)
  })

  test('a customer’s page weighs the newest piece of each kind, however many payments came after it', async ({
    assert,
  }) => {
    const { tenant, staff, ada } = await scene()
    await ada.patch('/customer', { country: 'DE' })
    const { customerId } = ada
    const ordered = { customerId, orderId: newId(), ipCountry: 'DE' }
    await as(tenant, async () => (await app.container.make(RecordTaxEvidence)).execute(ordered))
    const record = await app.container.make(RecordCardEvidence)
    for (let count = 0; count < 21; count += 1) {
      const paid = { customerId, orderId: null, paymentId: newId(), country: 'US' }
      await as(tenant, () => record.execute(paid))
    }
    assert.lengthOf((await staff.get('/tax_places')).body.data, 0)
    const { body } = await staff.get(`/customers/${ada.shownCustomerId}/tax`)
    assert.equal(body.evidence_verdict, 'sufficient')
    assert.lengthOf(body.evidence, 20)
  })

  test('an id confirmed by hand is shown as lapsed when nobody believes it any more, and is confirmed again', async ({
    assert,
  }) => {
    const { tenant, staff, ada } = await scene()
    await staff.post('/standard_tax_rates', {})
    await staff.put('/tax_profile', profile)
    await staff.post('/tax_registrations', { country: 'GB', scheme: 'standard', valid_from: '2025-01-01' })
    await ada.patch('/customer', { country: 'GB', tax_id: 'GB123456789' })
    await settle(tenant)
    const confirmation = `/customers/${ada.shownCustomerId}/tax_id_confirmation`
    await staff.post(confirmation, { proof: 'Letter of HMRC' })
    const seen = async () => {
      const { decision, tax_id: taxId } = (await ada.get('/tax')).body
      const page = await staff.get(`/customers/${ada.shownCustomerId}/tax`)
      assert.equal(page.body.tax_id.status, taxId.status)
      return `${decision.percent} ${decision.reason} ${taxId.status}`
    }
    assert.equal(await seen(), '0 reverse_charge valid')
    await freezeClock(tenant, '2026-05-01T09:00:00Z')
    assert.equal(await seen(), '20 rate lapsed')
    assert.equal((await staff.post(confirmation, { proof: 'Letter of May' })).body.status, 'valid')
    assert.equal(await seen(), '0 reverse_charge valid')
  })

  test('standard rates are added once', async ({ assert }) => {
    const { staff } = await scene()
    const { body } = await staff.post('/standard_tax_rates', {})
    assert.isAbove(body.added, 60)
    assert.equal((await staff.post('/standard_tax_rates', {})).body.added, 0)
  })
})
