import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { checkLedger } from '#app/ledger/index'
import { CancelSubscription, WithdrawCancellation } from '#app/subscriptions/index'
import { as, createTenant, freezeClock } from '#tests/support/tenants'
import { addAda } from '#tests/support/customers'
import {
  buy,
  factsAbout,
  invoicesOf,
  live,
  openShop,
  pay,
  subscriptionSeen,
  write,
} from '#tests/support/billing'
import { settle } from '#tests/support/settle'

async function start(at: string, ordered: { unitAmount?: bigint; servers?: number } = {}) {
  const tenant = await createTenant({ at })
  const { planId } = await openShop(tenant)
  const customerId = await addAda(tenant)
  const bought = await buy(tenant, planId, { customerId, ...ordered })
  return { tenant, customerId, subscriptionId: bought.subscriptionIds[0]!, ...bought }
}

test.group('Stories of a subscription', () => {
  test('twelve renewals: invoiced seven days before, paid on the due date, on the same day of every month', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId, invoiceId } = await start('2026-01-15T12:00:00Z')
    await pay(tenant, invoiceId)
    const months = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map(
      (month) => `2026-${month}`
    )
    for (const month of [...months, '2027-01']) {
      await live(tenant, { from: `${month}-07`, until: `${month}-08` })
      await live(tenant, { from: `${month}-15`, until: `${month}-15` })
      const open = (await invoicesOf(tenant, customerId)).filter(({ status }) => status === 'open')
      assert.deepEqual(open.map(({ due_on }) => due_on), [`${month}-15`]) // prettier-ignore
      await pay(tenant, open[0]!.id)
    }
    const invoices = await invoicesOf(tenant, customerId)
    assert.lengthOf(invoices, 13)
    assert.deepEqual(
      invoices
        .slice(0, 3)
        .map(({ reference, issued_on, due_on, total }) => [reference, issued_on, due_on, total]),
      [
        ['INV-000001', '2026-01-15', '2026-01-15', 1667n],
        ['INV-000002', '2026-02-08', '2026-02-15', 1667n],
        ['INV-000003', '2026-03-08', '2026-03-15', 1667n],
      ]
    )
    assert.isTrue(invoices.every(({ status }) => status === 'paid'))
    const subscription = await subscriptionSeen(tenant, subscriptionId)
    assert.equal(subscription.status, 'active')
    assert.equal(subscription.renews_on, '2027-02-15')
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('an anchor on the 31st falls on the last day of shorter months and returns', async ({ assert }) => {
    const { tenant, customerId, invoiceId } = await start('2026-01-31T12:00:00Z')
    await pay(tenant, invoiceId)
    const days: string[] = []
    for (const month of ['2026-02', '2026-03', '2026-04', '2026-05']) {
      await live(tenant, { from: `${month}-24`, until: `${month}-24` })
      for (const invoice of await invoicesOf(tenant, customerId)) {
        if (invoice.status !== 'open') continue
        days.push(invoice.due_on)
        await pay(tenant, invoice.id)
      }
    }
    assert.deepEqual(days, ['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31'])
  })

  test('late: day 0 due, tries on 0 1 3 5 7, suspended on day 5, pays on day 12 and is restored with her anchor', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId, invoiceId } = await start('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    const seen: string[] = []
    await live(tenant, {
      from: '2026-04-03',
      until: '2026-04-22',
      eachDay: async (day) => {
        const renewal = (await invoicesOf(tenant, customerId))[1]
        const { status } = await subscriptionSeen(tenant, subscriptionId)
        seen.push(`${day.slice(5)} ${status} ${renewal?.collection_step}`)
      },
    })
    assert.includeMembers(seen, [
      '04-03 active 0',
      '04-10 active 1',
      '04-11 past_due 2',
      '04-13 past_due 3',
      '04-14 past_due 3',
      '04-15 suspended 4',
      '04-17 suspended 5',
      '04-22 suspended 5',
    ])
    const [, renewal] = await invoicesOf(tenant, customerId)
    assert.deepEqual(
      (await factsAbout(tenant, renewal!.id)).filter((name) => name === 'invoice.overdue_notice').length,
      2
    )
    await pay(tenant, renewal!.id)
    const back = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual([back.status, back.renews_on, back.invoice_on], ['active', '2026-05-10', '2026-05-03'])
    assert.includeMembers(await factsAbout(tenant, subscriptionId), [
      'subscription.past_due',
      'subscription.suspended',
      'subscription.restored',
    ])
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
    await live(tenant, { from: '2026-05-03', until: '2026-05-03' })
    assert.lengthOf(await invoicesOf(tenant, customerId), 3)
  })

  test('never paid: suspended on day 5, noticed 3 and 1 days before each step, terminated on day 30, written off', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId, invoiceId } = await start('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-04-03', until: '2026-05-09' })
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).status, 'suspended')
    await live(tenant, { from: '2026-05-10', until: '2026-05-12' })
    const ended = await subscriptionSeen(tenant, subscriptionId)
    assert.deepEqual(
      [ended.status, ended.ends_on, ended.cancel_reason],
      ['cancelled', '2026-05-10', 'unpaid']
    )
    const [, renewal] = await invoicesOf(tenant, customerId)
    assert.deepEqual([renewal!.status, renewal!.amount_due], ['uncollectible', 0n])
    const notices = (await factsAbout(tenant, renewal!.id)).filter(
      (name) => name === 'invoice.overdue_notice'
    )
    assert.lengthOf(notices, 4)
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('cancelled at period end while its renewal is open: the renewal is taken back, service runs to the end', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId, invoiceId } = await start('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-04-03', until: '2026-04-05' })
    const cancelled = await as(tenant, async () =>
      (await app.container.make(CancelSubscription)).execute({
        subscriptionId,
        when: 'period_end',
        reason: 'moving',
      })
    )
    assert.isTrue(cancelled.ok)
    const [, renewal] = await invoicesOf(tenant, customerId)
    assert.deepEqual([renewal!.status, renewal!.amount_due], ['void', 0n])
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).ends_on, '2026-04-10')
    await live(tenant, { from: '2026-04-06', until: '2026-04-09' })
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).status, 'active')
    await live(tenant, { from: '2026-04-10', until: '2026-04-11' })
    assert.equal((await subscriptionSeen(tenant, subscriptionId)).status, 'cancelled')
    assert.lengthOf(await invoicesOf(tenant, customerId), 2)
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('a cancellation withdrawn: the renewal that was taken back is invoiced anew', async ({ assert }) => {
    const { tenant, customerId, subscriptionId, invoiceId } = await start('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-04-03', until: '2026-04-05' })
    await as(tenant, async () => {
      await (
        await app.container.make(CancelSubscription)
      ).execute({
        subscriptionId,
        when: 'period_end',
        reason: '',
      })
      await (await app.container.make(WithdrawCancellation)).execute({ subscriptionId })
    })
    await live(tenant, { from: '2026-04-06', until: '2026-04-06' })
    const invoices = await invoicesOf(tenant, customerId)
    assert.deepEqual(invoices.map(({ status, due_on }) => [status, due_on]), [
      ['paid', '2026-03-10'],
      ['void', '2026-04-10'],
      ['open', '2026-04-10'],
    ]) // prettier-ignore
  })

  test('two servers share a renewal; one ends, the other is invoiced anew alone', async ({ assert }) => {
    const { tenant, customerId, subscriptionIds, invoiceId } = await start('2026-03-10T12:00:00Z', {
      servers: 2,
    })
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-04-03', until: '2026-04-03' })
    assert.equal((await invoicesOf(tenant, customerId))[1]!.total, 3334n)
    await as(tenant, async () =>
      (await app.container.make(CancelSubscription)).execute({
        subscriptionId: subscriptionIds[0]!,
        when: 'period_end',
        reason: '',
      })
    )
    await live(tenant, { from: '2026-04-04', until: '2026-04-04' })
    const invoices = await invoicesOf(tenant, customerId)
    assert.deepEqual(invoices.map(({ status, total }) => [status, total]), [
      ['paid', 3334n],
      ['void', 3334n],
      ['open', 1667n],
    ]) // prettier-ignore
    assert.equal((await subscriptionSeen(tenant, subscriptionIds[1]!)).renews_on, '2026-05-10')
    assert.deepEqual((await write(tenant, () => checkLedger())).differences, [])
  })

  test('a clock moved by three months at once: one invoice, one try, suspension, termination, each once', async ({
    assert,
  }) => {
    const { tenant, customerId, subscriptionId, invoiceId } = await start('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await live(tenant, { from: '2026-04-03', until: '2026-04-03' })
    await freezeClock(tenant, '2026-07-03T12:00:00Z')
    for (let look = 0; look < 3; look += 1) await settle(tenant)
    const [, renewal, ...more] = await invoicesOf(tenant, customerId)
    assert.lengthOf(more, 0)
    assert.deepEqual([renewal!.status, renewal!.collection_step], ['uncollectible', 1])
    assert.deepEqual(await factsAbout(tenant, subscriptionId), [
      'subscription.created',
      'subscription.activated',
      'subscription.renewed',
      'subscription.past_due',
      'subscription.suspended',
      'subscription.cancelled',
    ])
    assert.notInclude(await factsAbout(tenant, renewal!.id), 'invoice.overdue_notice')
  })

  test('renewals missed for three months are caught up in order, and are due when they are issued', async ({
    assert,
  }) => {
    const { tenant, customerId, invoiceId } = await start('2026-03-10T12:00:00Z')
    await pay(tenant, invoiceId)
    await freezeClock(tenant, '2026-06-20T12:00:00Z')
    await settle(tenant)
    const invoices = await invoicesOf(tenant, customerId)
    assert.deepEqual(
      invoices.slice(1).map(({ due_on, status }) => [due_on, status]),
      [
        ['2026-06-20', 'open'],
        ['2026-06-20', 'open'],
        ['2026-06-20', 'open'],
      ]
    )
  })
})
