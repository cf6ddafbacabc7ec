import app from '@adonisjs/core/services/app'
import { ReplacePrice } from '#app/catalogue/actions/replace_price'
import { db } from '#app/shared/database/db'
import { CreatePriceMove, NotePriceNotice } from '#app/subscriptions/index'
import { type MoveWish, PreparePriceMove } from '#app/subscriptions/queries/prepare_price_move'
import { invoicesOf, write } from '#tests/support/billing'
import type { Running } from '#tests/support/changes'
import { as } from '#tests/support/tenants'

const month = { unit: 'month' as const, count: 1 }

/** VPS S of €4.50 a month, bought on 1 March, gets another price today. @returns the new version */
export async function reprice(running: Running, amount: bigint, validFrom?: string): Promise<string> {
  const price = { currency: 'EUR', interval: month, amount, setupAmount: 0n, validFrom }
  const replace = await app.container.make(ReplacePrice)
  const result = await as(running.tenant, () => replace.execute(running.plan('vps-s'), price))
  if (!result.ok) throw new Error(result.error.type)
  return result.value
}

export function look({ tenant }: Running, wish: MoveWish) {
  return as(tenant, async () => (await app.container.make(PreparePriceMove)).execute(wish))
}

export async function decide(running: Running, wish: MoveWish) {
  const shown = await look(running, wish)
  if (!shown.ok) return shown
  const { count, newAmount } = shown.value.summary
  return as(running.tenant, async () =>
    (await app.container.make(CreatePriceMove)).execute({ ...wish, expected: { count, newAmount } })
  )
}

export async function decided(running: Running, wish: MoveWish): Promise<string> {
  const result = await decide(running, wish)
  if (!result.ok) throw new Error(result.error.type)
  return result.value
}

/** As when the mail left today. */
export async function tell({ tenant, subscriptionId }: Running, on: string): Promise<void> {
  const { id } = await write(tenant, () =>
    db.selectFrom('price_move_subscriptions').select('id').where('subscription_id', '=', subscriptionId).executeTakeFirstOrThrow()
  ) // prettier-ignore
  const note = await app.container.make(NotePriceNotice)
  await as(tenant, () => note.execute({ entryId: id, sentAt: new Date(`${on}T12:00:00Z`) }))
}

export async function lastNet({ tenant, customerId }: Running): Promise<bigint> {
  const { id } = (await invoicesOf(tenant, customerId)).at(-1)!
  const lines = await write(tenant, () =>
    db.selectFrom('invoice_lines').selectAll().where('invoice_id', '=', id).execute()
  )
  return lines.reduce((sum, { amount }) => sum + amount, 0n)
}
