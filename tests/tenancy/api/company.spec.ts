import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { apiClientFor } from '#tests/support/api'
import { buy, openShop, write } from '#tests/support/billing'
import { createTenant } from '#tests/support/tenants'
import { showId } from '#app/shared/ids'

async function scene() {
  const tenant = await createTenant()
  const { planId } = await openShop(tenant)
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const ada = await apiClientFor(tenant, { as: 'customer' })
  await write(tenant, () =>
    db
      .insertInto('brands')
      .values({
        name: 'EZSCALE',
        legal_name: 'EZSCALE GmbH',
        support_email: 'billing@ezscale.test',
        mail_from: 'billing@ezscale.test',
      }) // prettier-ignore
      .onConflict((conflict) => conflict.column('tenant_id').doNothing())
      .execute()
  )
  return { tenant, planId, staff, ada }
}

const address = { street: 'Weg 1', postal_code: '10115', city: 'Berlin', country: 'DE' }
const company = { ...address, tax_id: 'DE136695976', phone: '+49 30 1234567' } // prettier-ignore

test.group('Company and e-invoices over the API', () => {
  test('staff completes the company; the next invoice can be every kind of e-invoice', async ({ assert }) => {
    const { tenant, planId, staff, ada } = await scene()
    const named = await ada.patch('/customer', { kind: 'company', company_name: 'Lindgren AG', ...address, tax_id: 'DE811907980', buyer_reference: '04011000-12345-34' }) // prettier-ignore
    assert.equal(`${named.status} ${named.body.buyer_reference}`, '200 04011000-12345-34')

    const before = await buy(tenant, planId, { customerId: ada.customerId })
    const early = `/invoices/${showId('invoice', before.invoiceId)}`
    const refused = await ada.get(`${early}/documents/xrechnung-ubl`)
    assert.equal(`${refused.status} ${refused.body.code}`, '422 document_not_possible')
    assert.include(refused.body.errors.map((error: { field: string }) => error.field), 'seller_vat_id_missing') // prettier-ignore
    assert.match(refused.body.detail, /Settings → Company/)

    const saved = await staff.patch('/company', company)
    assert.equal(`${saved.status} ${saved.body.tax_id}`, '200 DE136695976')
    const account = {
      holder: 'EZSCALE GmbH',
      iban: 'de89 3704 0044 0532 0130 00',
      bank_name: 'Bank',
      currency: 'EUR',
    }
    const opened = await staff.post('/bank-accounts', account)
    assert.equal(`${opened.status} ${opened.body.iban}`, '201 DE89370400440532013000')
    assert.equal((await ada.get(`${early}/documents/xrechnung-ubl`)).status, 422, 'what was issued stays so')

    const { invoiceId } = await buy(tenant, planId, { customerId: ada.customerId })
    const shown = `/invoices/${showId('invoice', invoiceId)}`
    const rows = [
      ['pdf', 'application/pdf', '%PDF'],
      ['facturx', 'application/pdf', '%PDF'],
      ['xrechnung-cii', 'application/xml', '<?xml'],
      ['xrechnung-ubl', 'application/xml', '<?xml'],
      ['peppol-bis', 'application/xml', '<?xml'],
    ] as const
    for (const [format, type, start] of rows) {
      const answer = await ada.get(`${shown}/documents/${format}`)
      assert.equal(`${format} ${answer.status}`, `${format} 200`)
      assert.include(answer.headers['content-type'], type)
      const text = answer.text ?? Buffer.from(answer.body).toString('latin1')
      assert.isTrue(text.startsWith(start))
      if (format === 'xrechnung-ubl') {
        assert.include(text, '<cbc:BuyerReference>04011000-12345-34<')
        assert.include(text, 'DE89370400440532013000')
      }
    }
    assert.equal((await staff.get(`${shown}/documents/peppol-bis`)).status, 200)
    assert.equal((await ada.get(`${shown}/documents/docx`)).body.code, 'document_format_unknown')
    const brook = await apiClientFor(tenant, { as: 'customer' })
    assert.equal((await brook.get(`${shown}/documents/facturx`)).status, 404)
  })

  test('what a company cannot be', async ({ assert }) => {
    const { staff, ada } = await scene()
    const rows: [object, string][] = [
      [{ electronic_address: 'nowhere' }, 'validation_failed electronic_address'],
      [{ electronic_address: '1234:5' }, 'validation_failed electronic_address'],
      [{ electronic_address: 'EM:nobody' }, 'validation_failed electronic_address'],
      [{ country: 'Germany' }, 'validation_failed country'],
      [{ phone: 'call me' }, 'validation_failed phone'],
    ]
    for (const [wish, expected] of rows) {
      const { status, body } = await staff.patch('/company', wish)
      assert.equal(
        `${status} ${body.code} ${body.errors?.[0]?.field}`,
        `422 ${expected}`,
        JSON.stringify(wish)
      )
    }
    assert.equal((await ada.get('/company')).status, 404)
  })

  test('one bank account for each currency, closed and opened again', async ({ assert }) => {
    const { staff, ada } = await scene()
    const account = { holder: 'EZSCALE GmbH', iban: 'DE89370400440532013000', currency: 'EUR' }
    const { body: opened } = await staff.post('/bank-accounts', account)
    const rows: [object, string][] = [
      [{ ...account, iban: 'NO9386011117947' }, 'currency_taken currency'],
      [{ ...account, currency: 'USD', iban: 'DE89370400440532013001' }, 'iban_malformed iban'],
      [{ ...account, currency: 'XXY' }, 'validation_failed currency'],
      [{ ...account, currency: 'USD', bic: 'x' }, 'validation_failed bic'],
      [{ ...account, holder: '' }, 'validation_failed holder'],
    ]
    for (const [wish, expected] of rows) {
      const { status, body } = await staff.post('/bank-accounts', wish)
      assert.equal(
        `${status} ${body.code} ${body.errors?.[0]?.field}`,
        `422 ${expected}`,
        JSON.stringify(wish)
      )
    }
    assert.equal(
      (await staff.put(`/bank-accounts/${opened.id}`, { holder: 'EZSCALE AG' })).body.holder,
      'EZSCALE AG'
    )
    assert.equal((await staff.delete(`/bank-accounts/${opened.id}`)).body.status, 'closed')
    assert.equal((await staff.delete(`/bank-accounts/${opened.id}`)).status, 404)
    assert.equal((await staff.post('/bank-accounts', account)).body.id, opened.id)
    assert.equal((await ada.get('/bank-accounts')).status, 404)
  })
})
