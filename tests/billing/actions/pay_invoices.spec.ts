import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { checkLedger, chart, credit, debit, PostEntries, readCustomerBalance } from '#app/ledger/index'
import { BeginTopUp, RefreshPayment } from '#app/payments/index'
import { ChargeInvoices, CollectInvoice, PayInvoices, VoidInvoice } from '#app/billing/index'
import type { PayInvoicesInput } from '#app/billing/actions/pay_invoices'
import { addAda } from '#tests/support/customers'
import { saveCard } from '#tests/support/method'
import { addInvoice, connectStripe } from '#tests/support/payments'
import { type Sandbox, useSandbox } from '#tests/support/sandbox'
import { settle } from '#tests/support/settle'
import { as, createTenant, freezeClock } from '#tests/support/tenants'

interface Shop {
  tenant: Tenant
  customerId: string
  stripe: Sandbox
  /** €10.00 and €20.00. */
  a: string
  b: string
}

async function openShop(stripe: Sandbox): Promise<Shop> {
  const tenant = await createTenant()
  const customerId = await addAda(tenant)
  await connectStripe(tenant, stripe)
  const a = await addInvoice(tenant, customerId, { amount: 1000n })
  const b = await addInvoice(tenant, customerId, { amount: 2000n })
  return { tenant, customerId, stripe, a, b }
}

async function pay(shop: Shop, ids: string[], rest: Partial<PayInvoicesInput> = {}) {
  const action = await app.container.make(PayInvoices)
  const wishes = ids.map((invoiceId) => ({ invoiceId, amount: null }))
  const { customerId } = shop
  return as(shop.tenant, () =>
    action.execute({ customerId, wishes, usesBalance: false, requestKey: null, ...rest })
  )
}

async function refresh({ tenant }: Shop, paymentId: string) {
  const action = await app.container.make(RefreshPayment)
  return as(tenant, () => action.execute({ paymentId }))
}

async function giveBalance({ tenant, customerId }: Shop, amount: bigint): Promise<void> {
  const post = await app.container.make(PostEntries)
  const money = { amount, currency: 'EUR' }
  const postings = [debit(chart.referralCost(), money), credit(chart.customerBalance(customerId), money)]
  await as(tenant, () => post.execute([{ kind: 'referral_paid', causeId: newId(), postings }]))
}

const balanceOf = async ({ tenant, customerId }: Shop) =>
  (await as(tenant, () => readCustomerBalance({ customerId, currency: 'EUR' }))).amount

/** What is due on each, and whether the books agree. */
async function look({ tenant, a, b }: Shop): Promise<{ a: string; b: string; differences: unknown[] }> {
  const rows = await as(tenant, () =>
    inReadTransaction(() => db.selectFrom('invoices').select(['id', 'status', 'amount_due']).execute())
  )
  const seen = (id: string) => {
    const { status, amount_due: due } = rows.find((row) => row.id === id)!
    return status === 'open' ? `${due} due` : status
  }
  return { a: seen(a), b: seen(b), differences: (await as(tenant, () => checkLedger())).differences }
}

async function chargesTaken({ stripe }: Shop): Promise<number[]> {
  const { charges } = await stripe.state<{ charges: { amount_captured: number }[] }>('stripe')
  return charges.map(({ amount_captured: amount }) => amount).filter((amount) => amount > 0)
}

const paid = { a: 'paid', b: 'paid', differences: [] }

test.group('Paying several invoices with one payment', (group) => {
  const sandbox = useSandbox(group)

  test('a double click charges a saved card once, and both invoices are paid', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const paymentMethodId = await saveCard(shop, shop.stripe)
    const both = [shop.a, shop.b]
    const clicks = await Promise.all([
      pay(shop, both, { paymentMethodId, requestKey: '0195f0a0-0000-7000-8000-000000000001' }),
      pay(shop, both, { paymentMethodId, requestKey: '0195f0a0-0000-7000-8000-000000000001' }),
    ])
    const ids = clicks.map((click) => (click.ok ? click.value.card!.payment.id : click.error.type))
    assert.equal(ids[0], ids[1])
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), paid)
    assert.deepEqual(await chargesTaken(shop), [3000])
    const again = await pay(shop, both, { paymentMethodId })
    assert.equal(again.ok ? 'charged' : again.error.type, 'invoice_not_open')
  })

  test('the form is answered late, the message comes first and twice: applied once', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const begun = await pay(shop, [shop.a, shop.b])
    if (!begun.ok) return assert.fail(begun.error.type)
    const { payment, form } = begun.value.card!
    await shop.stripe.confirm(form!.clientSecret)
    // What a message of the gateway leads to, at the same time as the customer's own return.
    await Promise.all([refresh(shop, payment.id), refresh(shop, payment.id), refresh(shop, payment.id)])
    await settle(shop.tenant)
    await refresh(shop, payment.id)
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), paid)
    assert.equal(await balanceOf(shop), 0n)
  })

  test('an invoice taken back meanwhile leaves its part on the balance; nothing is lost', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const begun = await pay(shop, [shop.a, shop.b])
    if (!begun.ok) return assert.fail(begun.error.type)
    const voiding = await app.container.make(VoidInvoice)
    const voided = await as(shop.tenant, () => voiding.execute({ invoiceId: shop.a, reason: 'Mistake' }))
    assert.isTrue(voided.ok)
    const { payment, form } = begun.value.card!
    await shop.stripe.confirm(form!.clientSecret)
    await refresh(shop, payment.id)
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), { a: 'void', b: 'paid', differences: [] })
    assert.equal(await balanceOf(shop), 1000n)
  })

  test('while money may be moving, neither a single payment nor the due date takes one of them again', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const paymentMethodId = await saveCard(shop, shop.stripe)
    await shop.stripe.fault('stripe', 'timeout_after', { route: 'POST /v1/payment_intents' })
    const begun = await pay(shop, [shop.a, shop.b], { paymentMethodId })
    assert.equal(begun.ok ? begun.value.card!.payment.status : begun.error.type, 'payment_under_way')
    const single = await pay(shop, [shop.a], { paymentMethodId })
    assert.equal(single.ok ? 'charged' : single.error.type, 'payment_under_way')
    const collect = await app.container.make(CollectInvoice)
    const collected = await as(shop.tenant, () => collect.execute({ invoiceId: shop.b }))
    assert.equal(collected.ok && collected.value, 'payment_under_way')
    const again = await pay(shop, [shop.a, shop.b], { paymentMethodId })
    assert.equal(again.ok ? again.value.card!.payment.status : again.error.type, 'succeeded')
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), paid)
    assert.deepEqual(await chargesTaken(shop), [3000])
  })

  test('another choice calls off the form that waits, and the balance is used first', async ({ assert }) => {
    const shop = await openShop(sandbox())
    await giveBalance(shop, 1200n)
    const first = await pay(shop, [shop.b])
    const second = await pay(shop, [shop.a, shop.b], { usesBalance: true })
    if (!first.ok || !second.ok) return assert.fail('not begun')
    assert.equal(second.value.fromBalance.amount, 1200n)
    assert.equal(second.value.card!.payment.money.amount, 1800n)
    const old = await refresh(shop, first.value.card!.payment.id)
    assert.equal(old.ok && old.value.payment.status, 'cancelled')
    assert.deepEqual(await look(shop), { a: 'paid', b: '1800 due', differences: [] })
    const rest = await pay(shop, [shop.b])
    assert.equal(rest.ok && rest.value.card!.payment.id, second.value.card!.payment.id)
  })

  test('a part is paid and the rest stays due; all from the balance needs no card', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const paymentMethodId = await saveCard(shop, shop.stripe)
    const wishes = [{ invoiceId: shop.b, amount: 700n }]
    const requestKey = newId()
    for (let click = 0; click < 2; click += 1) {
      const begun = await pay(shop, [], { wishes, paymentMethodId, requestKey })
      assert.isTrue(begun.ok)
      await settle(shop.tenant)
    }
    assert.equal((await look(shop)).b, '1300 due')
    await giveBalance(shop, 5000n)
    const key = newId()
    for (let click = 0; click < 2; click += 1) {
      const whole = await pay(shop, [shop.a, shop.b], { usesBalance: true, requestKey: key })
      assert.isTrue(whole.ok && whole.value.card === null)
    }
    assert.deepEqual(await look(shop), paid)
    assert.equal(await balanceOf(shop), 2700n)
  })

  test('staff charges the saved card of a customer who is not there', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const charge = await app.container.make(ChargeInvoices)
    const wishes = [shop.a, shop.b].map((invoiceId) => ({ invoiceId, amount: null }))
    const input = { customerId: shop.customerId, wishes, usesBalance: true, paymentMethodId: null, requestKey: null }
    const without = await as(shop.tenant, () => charge.execute(input))
    assert.equal(without.ok ? '' : without.error.type, 'no_method')
    await saveCard(shop, shop.stripe)
    const charged = await as(shop.tenant, () => charge.execute(input))
    assert.equal(charged.ok ? charged.value.card!.payment.status : charged.error.type, 'succeeded')
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), paid)
  }) // prettier-ignore

  test('a card that declines what staff charge leaves all due, and its customer is told once', async ({ assert }) => {
    const shop = await openShop(sandbox())
    await saveCard(shop, shop.stripe, 'pm_card_chargeCustomerFail')
    const charge = await app.container.make(ChargeInvoices)
    const wishes = [shop.a, shop.b].map((invoiceId) => ({ invoiceId, amount: null }))
    await as(shop.tenant, () => charge.execute({ customerId: shop.customerId, wishes, usesBalance: false, paymentMethodId: null, requestKey: null }))
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), { a: '1000 due', b: '2000 due', differences: [] })
    const mails = await as(shop.tenant, () => inReadTransaction(() => db.selectFrom('messages').select('kind').where('kind', '=', 'charge_declined').execute()))
    assert.lengthOf(mails, 1)
  }) // prettier-ignore

  test('money that was just paid for one invoice cannot be spent on another before it is applied', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const begun = await pay(shop, [shop.a])
    if (!begun.ok) return assert.fail(begun.error.type)
    await shop.stripe.confirm(begun.value.card!.form!.clientSecret)
    await refresh(shop, begun.value.card!.payment.id)
    assert.equal(await balanceOf(shop), 1000n)
    const collect = await app.container.make(CollectInvoice)
    const collected = await as(shop.tenant, () => collect.execute({ invoiceId: shop.b }))
    assert.equal(collected.ok && collected.value, 'no_payment_method')
    assert.equal((await pay(shop, [shop.a])).ok, false)
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), { a: 'paid', b: '2000 due', differences: [] })
  })

  test('a top-up pays what is due already, oldest first, and keeps the rest', async ({ assert }) => {
    const shop = await openShop(sandbox())
    const paymentMethodId = await saveCard(shop, shop.stripe)
    await settle(shop.tenant)
    await freezeClock(shop.tenant, '2026-03-08T09:00:00Z')
    const begin = await app.container.make(BeginTopUp)
    const { customerId } = shop
    const money = { amount: 1500n, currency: 'EUR' }
    const requestKey = newId()
    const clicks = await Promise.all(
      [1, 2].map(() =>
        as(shop.tenant, () => begin.execute({ customerId, money, paymentMethodId, requestKey }))
      )
    )
    assert.isTrue(clicks.every(({ ok }) => ok))
    await settle(shop.tenant)
    assert.deepEqual(await look(shop), { a: 'paid', b: '1500 due', differences: [] })
    assert.equal(await balanceOf(shop), 0n)
    assert.deepEqual(await chargesTaken(shop), [1500])
  })

  test('the database refuses parts that do not add up, a second open payment, and a change', async ({
    assert,
  }) => {
    const shop = await openShop(sandbox())
    const begun = await pay(shop, [shop.a, shop.b])
    if (!begun.ok) return assert.fail(begun.error.type)
    const { id } = begun.value.card!.payment
    const attempt = (statement: ReturnType<typeof sql>) =>
      as(shop.tenant, () => inTransaction(async () => void (await statement.execute(db))))
    const copy = (invoiceId: string | null) => sql`
      insert into payments (id, customer_id, gateway_id, invoice_id, amount, currency, capture, status, created_at, updated_at)
      select ${newId()}, customer_id, gateway_id, ${invoiceId}, 5, currency, capture, 'created', now(), now() from payments where id = ${id}`
    await assert.rejects(() => attempt(copy(null)), /add up/)
    await assert.rejects(() => attempt(copy(shop.a)), /another open payment/)
    await assert.rejects(() => attempt(sql`update payment_parts set amount = amount + 1`), /sealed/)
    const third = await addInvoice(shop.tenant, shop.customerId, { amount: 5n })
    const extra = sql`insert into payment_parts (payment_id, invoice_id, position, amount, cause_id)
      values (${id}, ${third}, 9, 5, ${newId()})`
    await assert.rejects(() => attempt(extra), /add up/)
  })
})
