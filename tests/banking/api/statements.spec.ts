import { test } from '@japa/runner'
import { db } from '#app/shared/database/db'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { camtFile, ownIban } from '#tests/banking/camt_samples'
import { apiClientFor, request } from '#tests/support/api'
import { as, createTenant } from '#tests/support/tenants'

test.group('A statement sent as the body of a request', () => {
  test('{what} is answered with {status}')
    .with([
      { what: 'a statement', type: 'application/xml', text: camtFile([{ amount: '10.00' }]), status: 201 },
      {
        what: 'one of the bank’s own kind',
        type: 'text/xml; charset=utf-8',
        text: camtFile([]),
        status: 201,
      },
      { what: 'something that is none', type: 'application/xml', text: '<html/>', status: 422 },
      { what: 'JSON', type: 'application/json', text: '{}', status: 415 },
      { what: 'a picture', type: 'image/png', text: 'PNG', status: 415 },
    ])
    .run(async ({ assert }, { type, text, status }) => {
      const tenant = await createTenant()
      const account = {
        id: newId(),
        holder: 'EZSCALE',
        iban: ownIban,
        currency: 'EUR',
        opened_at: new Date(),
      }
      await as(tenant, () => inTransaction(() => db.insertInto('bank_accounts').values(account).execute()))
      const staff = await apiClientFor(tenant, { as: 'staff' })
      const answer = await request({
        host: staff.host,
        method: 'POST',
        path: '/api/v1/bank/statements?file_name=march.xml',
        headers: { authorization: `Bearer ${staff.token}`, 'content-type': type },
        text,
      })
      assert.equal(answer.status, status, answer.text)
    })
})
