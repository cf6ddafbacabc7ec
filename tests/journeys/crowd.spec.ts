import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import { audit } from '#tests/journeys/auditor'
import { CustomerDesk } from '#tests/journeys/customer_desk'
import { useWorld } from '#tests/journeys/use_world'
import type { World } from '#tests/journeys/world'
import { pool } from '#app/shared/database/pool'
import { addDuration } from '#app/shared/time/calendar'
import { freezeClock } from '#tests/support/tenants'
import { type Chance, makeChance } from '#tests/support/chance'
import { apiClientFor, type ApiClient } from '#tests/support/api'
import type { ApiAnswer, Json } from '#tests/support/openapi'

/** A build has few acts; `npm run crowd` has thousands. */
const acts = Number(process.env.TEST_CROWD ?? 40)
const seed = process.env.TEST_SEED ?? String(process.pid)
const actors = 6

const pick = <T>(chance: Chance, list: readonly T[]): T | undefined => list[chance(list.length)]

type Answers = ApiAnswer | ApiAnswer[]

interface Crowd {
  world: World
  desk: CustomerDesk
  customer: ApiClient
  staff: ApiClient
  plans: string[]
  chance: Chance
}

const listed = async (api: ApiClient, path: string): Promise<Json[]> => (await api.get(path)).body.data ?? []
const anyOf = async ({ chance, customer }: Crowd, path: string): Promise<string> =>
  pick(chance, await listed(customer, path))?.id ?? 'none'

async function countDeadlocks(): Promise<number> {
  const { rows } = await pool().query('select deadlocks::int as count from pg_stat_database where datname = current_database()')
  return rows[0].count
} // prettier-ignore

/** What customers and staff do, often the same at the same moment. Being refused is an answer. */
const doings: ((crowd: Crowd) => Promise<Answers>)[] = [
  async ({ desk, customer, world, chance }) => {
    const order = (await desk.placeOrder((await desk.quote()).id)).body.id
    for (let tries = 0; tries < 40; tries += 1) {
      if ((await customer.get(`/orders/${order}`)).body.status === 'awaiting_payment') break
      await pause(50)
    }
    const begun = await customer.post(`/orders/${order}/payments`, { save_method: true })
    const secret = begun.body.form?.client_secret
    if (secret) await world.sandbox.confirm(secret)
    const again = () => customer.post(`/orders/${order}/payments`, {})
    return Promise.all([again(), again(), ...(chance(4) ? [] : [customer.post(`/orders/${order}/cancellation`)])])
  },
  async (crowd) => crowd.customer.post(`/services/${await anyOf(crowd, '/services?status=active')}/power`, { action: pick(crowd.chance, ['boot', 'shutdown', 'restart']) }),
  async (crowd) => {
    const id = await anyOf(crowd, '/subscriptions')
    const when = crowd.chance(8) === 0 ? 'now' : 'period_end'
    return Promise.all([crowd.customer.post(`/subscriptions/${id}/cancellation`, { when }), crowd.staff.post(`/subscriptions/${id}/cancellation`, { when: 'period_end' }), crowd.customer.delete(`/subscriptions/${id}/cancellation`)])
  },
  async (crowd) => {
    const id = await anyOf(crowd, '/services?status=active')
    const change = { plan_id: pick(crowd.chance, crowd.plans)!, interval: { unit: 'month', count: 1 } }
    const seen = await crowd.customer.post(`/services/${id}/change-previews`, change)
    const ask = () => crowd.customer.post(`/services/${id}/changes`, { ...change, expected_total: seen.body.due_now?.total?.amount ?? '0' })
    return [seen, ...(await Promise.all([ask(), ask(), crowd.customer.delete(`/services/${id}/changes/open`)]))]
  },
  async (crowd) => {
    const [invoice, method] = [await anyOf(crowd, '/invoices?status=open'), await anyOf(crowd, '/payment-methods')]
    const pay = () => crowd.customer.post(`/invoices/${invoice}/payments`, { payment_method_id: method })
    return Promise.all([pay(), pay(), crowd.customer.post(`/invoices/${invoice}/payments`, {}), ...(crowd.chance(3) ? [] : [crowd.staff.post(`/invoices/${invoice}/voiding`, { reason: 'Asked for' })])])
  },
  async (crowd) => {
    const id = await anyOf(crowd, '/payments')
    const refund = () => crowd.staff.post('/refunds', { way: 'source', of: 'amount', payment_id: id, amount: `${1 + crowd.chance(300)}`, reason: 'Asked for' })
    return Promise.all([crowd.customer.post(`/payments/${id}/refreshes`), refund(), refund(), crowd.staff.post(`/payments/${id}/refreshes`), crowd.staff.post(`/payments/${id}/cancellations`)])
  },
  async (crowd) => {
    const id = await anyOf(crowd, '/invoices')
    const credit = () => crowd.staff.post(`/invoices/${id}/credit_notes`, { of: 'amount', amount: `${1 + crowd.chance(400)}`, reason: 'Asked for' })
    return Promise.all([credit(), credit()])
  },
  async (crowd) => {
    const id = await anyOf(crowd, '/services?status=active')
    const hold = pick(crowd.chance, ['abuse', 'manual'])
    return Promise.all([crowd.staff.post(`/services/${id}/holds`, { hold, note: 'Asked for' }), crowd.staff.post(`/services/${id}/hold-liftings`, { hold, note: 'Asked for' })])
  },
  async (crowd) => crowd.customer.post('/balance/top-ups', { amount: '1000', payment_method_id: await anyOf(crowd, '/payment-methods') }),
  async (crowd) => {
    const [id] = (await listed(crowd.staff, '/customers')).map((each) => each.id)
    const adjust = (amount: string) => crowd.staff.post(`/customers/${id}/balance/adjustments`, { amount, reason: 'Asked for' })
    return Promise.all([adjust('200'), adjust('-100')])
  },
  async (crowd) => Promise.all((await listed(crowd.customer, '/payment-methods')).slice(0, 2).map(({ id }) => crowd.customer.put(`/payment-methods/${id}/default`))),
  async (crowd) => (crowd.chance(2) ? [] : crowd.customer.delete(`/payment-methods/${await anyOf(crowd, '/payment-methods')}`)),
  async (crowd) => {
    const invoices = (await listed(crowd.customer, '/invoices?status=open')).map(({ id }) => ({ id }))
    const pay = async (list: object[]) => crowd.customer.post('/payments', { invoices: list.slice(0, 50), payment_method_id: await anyOf(crowd, '/payment-methods'), uses_balance: crowd.chance(2) === 0 })
    return invoices.length > 0 ? Promise.all([pay(invoices), pay(invoices.toReversed())]) : []
  },
  async (crowd) => {
    const id = await anyOf(crowd, '/services?status=active')
    return Promise.all([crowd.customer.post(`/services/${id}/rebuild`, { template: 'Debian 12' }), crowd.customer.post(`/services/${id}/password-reset`, {})])
  },
  async (crowd) => {
    const id = await anyOf(crowd, '/invoices?status=open')
    const until = (await crowd.world.now()).toISOString().slice(0, 10)
    const why = { reason: 'Asked for' }
    return Promise.all([crowd.staff.put(`/invoices/${id}/promise`, { until, ...why }), crowd.staff.delete(`/invoices/${id}/promise`), crowd.staff.post(`/invoices/${id}/collection_retry`), ...(crowd.chance(6) ? [] : [crowd.staff.post(`/invoices/${id}/write_off`, why)])])
  },
  async (crowd) => {
    const [id, method] = [await anyOf(crowd, '/subscriptions'), await anyOf(crowd, '/payment-methods')]
    const choose = (payment_method_id: string | null) => crowd.customer.put(`/subscriptions/${id}/payment_method`, { payment_method_id })
    return Promise.all([choose(method), choose(null), crowd.customer.delete('/pay_links')])
  },
  async (crowd) => {
    const id = pick(crowd.chance, (await listed(crowd.staff, '/operations')).filter(({ status }) => status !== 'succeeded'))?.id ?? 'none'
    return Promise.all([crowd.staff.post(`/operations/${id}/retries`), crowd.staff.post(`/operations/${id}/cancellations`, { reason: 'Asked for' })])
  },
  async (crowd) => {
    const customer_id = (await listed(crowd.staff, '/customers'))[0]!.id
    return crowd.staff.post('/billable_items', { customer_id, description: 'By hand', quantity: 1, unit_amount: `${1 + crowd.chance(900)}` })
  },
] // prettier-ignore

test.group('Many at once on one company', (group) => {
  const begin = useWorld(group)

  test(`nobody is answered with a fault, and nobody waits in a circle (seed ${seed})`, async ({ assert }) => {
    const { world, ada } = await begin({ at: '2026-03-10T09:00:00Z' })
    const desk = await CustomerDesk.of(world, ada)
    await desk.buy()
    await desk.buy()
    await world.on('2026-04-03')
    const staff = await apiClientFor(world.tenant, { as: 'staff' })
    const plans = (await listed(desk.api, '/plans')).map(({ id }) => id)
    const faults: string[] = []
    const caught = (error: Error) => void faults.push(error.message.slice(0, 600))
    const seen = new Set<string>()
    let left = acts
    const act = async (chance: Chance) => {
      while ((left -= 1) >= 0) {
        const crowd = { world, desk, customer: desk.api, staff, plans, chance }
        const answers = await pick(chance, doings)!(crowd).catch(caught)
        for (const { method, path, status } of [answers ?? []].flat())
          seen.add(`${method} ${path.replaceAll(/\w+_\w{26}/g, ':id')} ${status}`)
      }
    }
    const before = await countDeadlocks()
    let isOver = false
    // Nothing comes to rest while others go on: it is begun anew.
    const goOn = (error: Error) => error.message.startsWith('Work did not come to rest') || caught(error)
    const work = async () => {
      while (!isOver) await world.settle({ withinMs: 10_000 }).catch(goOn)
    }
    // Half a day at a time: renewals, reminders and retries come in between.
    const passTime = async () => {
      while (!isOver) {
        await pause(1_500)
        await freezeClock(world.tenant, addDuration(await world.now(), { hours: 12 }).toISOString())
      }
    }
    const workers = Promise.all([work(), work(), passTime()])
    await Promise.all(Array.from({ length: actors }, (_, n) => act(makeChance(`${seed}:${n}`))))
    isOver = true
    await workers
    assert.deepEqual(faults, [])
    // What nobody paid lapses.
    await world.on(addDuration(await world.now(), { hours: 24 * 8 }).toISOString())
    assert.isAbove(seen.size, 20)
    await audit(world, assert)
    // Work that waited in a circle is begun again and says nothing.
    assert.equal(await countDeadlocks(), before)
  }).timeout(3_000_000)
})
