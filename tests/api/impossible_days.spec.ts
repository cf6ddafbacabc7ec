import { test } from '@japa/runner'
import { apiClientFor } from '#tests/support/api'
import { createTenant, freezeClock } from '#tests/support/tenants'

/** Days that are in no calendar, or in none that the database knows: it has no year 0. */
const impossible = ['0000-01-01', '0000-12-31', '2026-02-31', '2027-02-29', '2026-13-01', '2026-00-10', '10000-01-01'] // prettier-ignore
/** The first and the last day that can be written, which begin or end something that nobody meant. */
const farthest = ['0001-01-01', '9999-12-31']

const place = { country: 'DE', region: null }
const rate = { ...place, name: 'USt.', percent: '19', kind: 'vat' }

type Place = [method: 'GET' | 'POST', path: string, body?: object]

/** Where staff write a day; `{day}` stands for it. */
const places: Place[] = [
  ['POST', '/exchange-rates', { currency: 'USD', on: '{day}', per_euro: '1.1' }],
  ['GET', '/exchange-rates?before={day}'],
  ['POST', '/tax_rates', { ...rate, valid_from: '{day}' }],
  ['POST', '/tax_rates', { ...rate, valid_from: '2026-04-01', valid_until: '{day}' }],
  ['POST', '/tax_registrations', { ...place, scheme: 'standard', valid_from: '{day}' }],
  ['POST', '/customers/{ada}/tax_exemptions', { ...place, certificate: 'C', valid_from: '{day}' }],
  ['GET', '/audit?from={day}'],
  ['GET', '/audit?to={day}'],
  ...['trial-balance', 'profit-and-loss', 'receivables-aging', 'tax-summary', 'deferred-revenue'].flatMap((name) =>
    ['from', 'to'].map((end): Place => ['GET', `/reports/${name}?${end}={day}`])
  ),
  ['GET', '/customers/{ada}/statement?from={day}'],
  ['GET', '/customers/{ada}/statement?to={day}'],
  ['POST', '/customers/{ada}/received-payments', { amount: { amount: '100', currency: 'EUR' }, method: 'cash', received_on: '{day}', reference: 'R' }],
  ['POST', '/api-tokens', { name: 'T', abilities: ['staff:billing:read'], expires_at: '{day}T00:00:00Z' }],
] // prettier-ignore

async function scene() {
  const tenant = await createTenant()
  await freezeClock(tenant, '2026-03-01T09:00:00Z')
  const staff = await apiClientFor(tenant, { as: 'staff' })
  const ada = await apiClientFor(tenant, { as: 'customer' })
  return async (day: string, [method, path, body]: Place) => {
    const fill = (text: string) => text.replace('{day}', day).replace('{ada}', ada.shownCustomerId)
    const wish = body && JSON.parse(fill(JSON.stringify(body)))
    return staff.send(method, fill(path), body ? { body: wish } : {})
  }
}

test.group('Days that do not exist', () => {
  test('are refused wherever one is written', async ({ assert }) => {
    const ask = await scene()
    const taken: string[] = []
    for (const row of places) {
      for (const day of impossible) {
        const { status } = await ask(day, row)
        if (status !== 422) taken.push(`${status} ${row[0]} ${row[1]} ${JSON.stringify(row[2])} ${day}`)
      }
    }
    assert.deepEqual(taken, [])
  })

  test('are no fault of ours where they are merely far away', async ({ assert }) => {
    const ask = await scene()
    for (const row of places) {
      for (const day of farthest) {
        const { status } = await ask(day, row)
        assert.isBelow(status, 500, `${row[0]} ${row[1]} ${JSON.stringify(row[2])} ${day}`)
      }
    }
  })
})
