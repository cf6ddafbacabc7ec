import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { OpenReferralLink } from '#app/promotions/actions/open_referral_link'
import { MoveReferral } from '#app/promotions/index'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import { apiClientFor } from '#tests/support/api'
import { write } from '#tests/support/billing'
import { signInStaff } from '#tests/support/staff_browser'
import { as, createTenant } from '#tests/support/tenants'

/** Ada brought Brook, Brook brought Cleo of a company; Dana has to do with none of them. */
async function bringThree() {
  const tenant = await createTenant()
  const [ada, brook, cleo, dana] = [
    await apiClientFor(tenant, { as: 'customer' }),
    await apiClientFor(tenant, { as: 'customer' }),
    await apiClientFor(tenant, { as: 'customer' }),
    await apiClientFor(tenant, { as: 'customer' }),
  ]
  const names = [[ada, 'Ada', null], [brook, 'Brook', null], [cleo, 'Cleo', 'Cleo & Sons']] as const // prettier-ignore
  for (const [{ customerId }, name, company] of names) {
    await write(tenant, () => db.updateTable('customers').set({ name, company_name: company }).where('id', '=', customerId).execute()) // prettier-ignore
  }
  const bring = (by: string, customerId: string) => as(tenant, async () => {
    const { code } = await (await app.container.make(OpenReferralLink)).execute({ customerId: by })
    await (await app.container.make(MoveReferral)).attribute({ customerId, code })
  }) // prettier-ignore
  await bring(ada.customerId, brook.customerId)
  await bring(brook.customerId, cleo.customerId)
  return { tenant, ada, brook, cleo, dana }
}

const pairs = (rows: { referrer_name: string; referred_name: string }[]) =>
  rows.map(({ referrer_name: by, referred_name: whom }) => `${by} > ${whom}`)

test.group('Referrals of a customer, for staff', () => {
  test('the list names both sides and narrows to one customer, on either side', async ({ assert }) => {
    const { tenant, ada, brook, dana } = await bringThree()
    const staff = await apiClientFor(tenant, { as: 'staff', roles: ['billing'] })
    const ask = async (query: string) => pairs((await staff.get(`/referrals${query}`)).body.data)
    assert.deepEqual(await ask(''), ['Brook > Cleo & Sons', 'Ada > Brook'])
    assert.deepEqual(await ask(`?customer_id=${ada.shownCustomerId}`), ['Ada > Brook'])
    assert.lengthOf(await ask(`?customer_id=${brook.shownCustomerId}`), 2)
    assert.deepEqual(await ask(`?customer_id=${dana.shownCustomerId}`), [])
    assert.deepEqual(await ask('?customer_id=nobody'), [], 'what is no customer is not everybody')
    // A customer cannot ask for anybody's.
    assert.equal((await dana.get(`/referrals?customer_id=${ada.shownCustomerId}`)).status, 422)
  })

  test('who may read billing reads those of a customer and their link', async ({ assert }) => {
    const { tenant, brook } = await bringThree()
    const support = await apiClientFor(tenant, { as: 'staff', roles: ['support'] })
    const path = `/customers/${brook.shownCustomerId}`
    assert.equal((await support.get('/referrals')).status, 403)
    const rows = (await support.get(`${path}/referrals`)).body.data
    assert.deepEqual(pairs(rows), ['Brook > Cleo & Sons', 'Ada > Brook'])
    assert.deepEqual((await support.get(`${path}/referrals?limit=1`)).body.data.length, 1)
    const link = await support.get(`${path}/referral-link`)
    assert.equal(link.status, 200)
    assert.deepEqual(link.body, (await brook.get('/referral-link')).body)
    const technician = await apiClientFor(tenant, { as: 'staff', roles: ['technician'] })
    const elsewhere = await apiClientFor(await createTenant(), { as: 'staff' })
    for (const part of ['referrals', 'referral-link']) {
      assert.equal((await technician.get(`${path}/${part}`)).status, 403)
      assert.equal((await elsewhere.get(`${path}/${part}`)).status, 404)
      assert.equal((await support.get(`/customers/${showId('customer', newId())}/${part}`)).status, 404)
    }
  }) // prettier-ignore

  test('the page of a customer shows them, the page of all narrows by name of a customer', async ({ assert }) => {
    const { tenant, ada, brook } = await bringThree()
    const support = await signInStaff(tenant, 'support')
    const { referrals } = (await support.get(`/customers/${brook.shownCustomerId}?tab=billing`)).props
    assert.deepEqual(pairs(referrals.rows), ['Brook > Cleo & Sons', 'Ada > Brook'])
    assert.deepEqual(referrals.link, (await brook.get('/referral-link')).body)
    const technician = await signInStaff(tenant, 'technician')
    const refused = await technician.get(`/customers/${brook.shownCustomerId}?tab=billing`)
    assert.isNull(refused.props.referrals)
    const billing = await signInStaff(tenant, 'billing')
    const list = (await billing.get(`/referrals?customer=${ada.shownCustomerId}`)).props
    assert.deepEqual(pairs(list.referrals), ['Ada > Brook'])
  }) // prettier-ignore
})
