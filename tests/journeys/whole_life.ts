import app from '@adonisjs/core/services/app'
import { ChangeStaffHold } from '#app/provisioning/actions/change_staff_hold'
import { db } from '#app/shared/database/db'
import { newId, showId } from '#app/shared/ids'
import type { Shopper } from '#tests/journeys/shopper'
import type { World } from '#tests/journeys/world'
import { as } from '#tests/support/tenants'

interface Wish {
  plan: string
  hostname: string
  options: Record<string, string>
}

async function planOf(world: World, slug: string): Promise<string> {
  const find = () => db.selectFrom('plans').select('id').where('slug', '=', slug).executeTakeFirstOrThrow()
  return showId('plan', (await world.read(find)).id)
}

/** Staff stop the one service of a story, or let it go on. */
export async function hold(
  world: World,
  deed: 'place' | 'lift',
  kind: 'abuse' | 'manual' = 'abuse'
): Promise<void> {
  const { id: serviceId } = await world.one('services')
  await as(world.tenant, async () => {
    const change = await app.container.make(ChangeStaffHold)
    const changed = await change[deed]({ serviceId, hold: kind, note: 'As reported' })
    if (!changed.ok) throw new Error(changed.error.type)
  })
  await world.settle()
}

/** A larger plan in the middle of a period: what it costs more is shown, paid, and then the panel has done it. */
export async function upgrade(
  world: World,
  ada: Shopper,
  wish: { path: string; plan: string }
): Promise<void> {
  const body = { plan_id: await planOf(world, wish.plan) }
  const shown = await ada.api.post(`${wish.path}/change-previews`, body)
  if (shown.status !== 200) throw new Error(shown.text)
  const asked = await ada.api.post(`${wish.path}/changes`, { ...body, expected_total: shown.body.total.amount }, { 'idempotency-key': newId() }) // prettier-ignore
  if (asked.status !== 201) throw new Error(asked.text)
  await world.settle()
  const open = (await world.invoices()).find(({ status }) => status === 'open')
  if (open) await ada.payInvoice(open.id)
  await world.settle()
  const [change] = (await ada.api.get(`${wish.path}/changes`)).body.data
  if (change.status !== 'done') throw new Error(JSON.stringify(change))
}

export async function rebuild(
  world: World,
  ada: Shopper,
  wish: { path: string; template: string }
): Promise<void> {
  const { path, template } = wish
  const asked = await ada.api.post(`${path}/rebuild`, { template }, { 'idempotency-key': newId() })
  if (asked.status !== 202) throw new Error(asked.text)
  await world.settle()
}

/** Ordered while its panel has no room for it. @returns how the order ended, and what became of each payment that was begun for it */
export async function orderWithoutRoom(
  world: World,
  ada: Shopper,
  { fault, ...wish }: Wish & { fault: [system: string, name: string] }
): Promise<string[]> {
  const before = (await world.payments()).length
  await world.sandbox.fault(...fault)
  const item = {
    plan_id: await planOf(world, wish.plan),
    interval: { unit: 'month', count: 1 },
    hostname: wish.hostname,
    options: wish.options,
  }
  const quote = await ada.api.post('/quotes', { items: [item] }, { 'idempotency-key': newId() })
  const order = await ada.api.post('/orders', { quote_id: quote.body.id, accepts_terms: true }, { 'idempotency-key': newId() }) // prettier-ignore
  if (order.status !== 201) throw new Error(order.text)
  await world.settle()
  const shown = async () => (await ada.api.get(`/orders/${order.body.id}`)).body.status as string
  if ((await shown()) === 'awaiting_payment') {
    await ada.pay(order.body.id)
    await world.settle()
  }
  await world.sandbox.clearFaults()
  return [await shown(), ...(await world.payments()).slice(before).map(({ status }) => status)]
}
