import type { Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Carts } from '#app/shared/database/schema'
import type { Cart, CartItem } from '#app/checkout/domain/cart'

/** A cart that was ordered is history: it is never found again. */
export async function findOpenCart(id: string): Promise<Cart | null> {
  const row = await db
    .selectFrom('carts')
    .selectAll()
    .where('id', '=', id)
    .where('ordered_at', 'is', null)
    .executeTakeFirst()
  return row ? toCart(row) : null
}

export async function lockOpenCart(id: string): Promise<Cart | null> {
  const row = await db
    .selectFrom('carts')
    .selectAll()
    .where('id', '=', id)
    .where('ordered_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toCart(row) : null
}

export async function findCartOfCustomer(customerId: string): Promise<Cart | null> {
  const row = await db
    .selectFrom('carts')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('ordered_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? toCart(row) : null
}

export async function insertCart(cart: Cart, now: Date): Promise<void> {
  await db
    .insertInto('carts')
    .values({
      id: cart.id,
      customer_id: cart.customerId,
      currency: cart.currency,
      items: JSON.stringify(cart.items),
      coupons: JSON.stringify(cart.coupons),
      referral_code: cart.referralCode,
      created_at: now,
      updated_at: now,
    })
    .execute()
}

export async function updateCart(cart: Cart, now: Date): Promise<void> {
  await db
    .updateTable('carts')
    .set({
      customer_id: cart.customerId,
      currency: cart.currency,
      items: JSON.stringify(cart.items),
      coupons: JSON.stringify(cart.coupons),
      referral_code: cart.referralCode,
      ordered_at: cart.orderedAt,
      updated_at: now,
    })
    .where('id', '=', cart.id)
    .execute()
}

function toCart(row: Selectable<Carts>): Cart {
  return {
    id: row.id,
    customerId: row.customer_id,
    currency: row.currency,
    items: row.items as unknown as CartItem[],
    referralCode: row.referral_code,
    coupons: row.coupons as unknown as Cart['coupons'],
    orderedAt: row.ordered_at,
  }
}

export async function removeOfCustomer(customerId: string): Promise<void> {
  await db.deleteFrom('carts').where('customer_id', '=', customerId).execute()
}
