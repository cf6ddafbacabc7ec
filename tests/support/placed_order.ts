import { sql } from 'kysely'
import type { ConfiguredItem } from '#app/catalogue/index'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import type { IntervalUnit } from '#app/shared/time/calendar'

/** A VPS of €14.01 a month (19 % German tax: €16.67) unless told otherwise. */
export interface Ordered {
  customerId: string
  unitAmount?: bigint
  setupAmount?: bigint
  interval?: { unit: IntervalUnit; count: number }
  servers?: number
  /** What was configured, from a real catalogue. */
  content?: ConfiguredItem
}

/** Within the caller's transaction. @returns its id */
export async function insertOrder(planId: string, ordered: Ordered): Promise<string> {
  const [quoteId, orderId] = [newId(), newId()]
  const created_at = (
    await sql<{ at: Date }>`select coalesce(clock_frozen_at, now()) as at from platform.tenants
    where id = platform.current_tenant()`.execute(db)
  ).rows[0]!.at
  const amounts = { subtotal: 0n, tax_total: 0n, total: 0n }
  await db
    .insertInto('quotes')
    .values({
      id: quoteId,
      customer_id: ordered.customerId,
      currency: 'EUR',
      country: 'DE',
      catalogue_version: 1n,
      content: JSON.stringify({}),
      ...amounts,
      created_at,
      expires_at: created_at,
    })
    .execute()
  const { count } = await db.selectFrom('orders').select((eb) => eb.fn.countAll<bigint>().as('count')).executeTakeFirstOrThrow() // prettier-ignore
  await db
    .insertInto('orders')
    .values({
      id: orderId,
      number: count + 1n,
      customer_id: ordered.customerId,
      quote_id: quoteId,
      status: 'completed',
      currency: 'EUR',
      total: 0n,
      terms_accepted_at: created_at,
      created_at,
    })
    .execute()
  for (let position = 0; position < (ordered.servers ?? 1); position += 1) {
    await db
      .insertInto('order_lines')
      .values({
        id: newId(),
        order_id: orderId,
        position,
        plan_id: planId,
        content: JSON.stringify(ordered.content ?? configured(planId, ordered)),
        total: 0n,
        status: 'active',
      })
      .execute()
  }
  return orderId
}

function configured(planId: string, ordered: Ordered): ConfiguredItem {
  const { unitAmount = 1401n, setupAmount = 0n, interval = { unit: 'month', count: 1 } } = ordered
  const part = { priceId: newId(), quantity: 1 }
  const setup = { kind: 'setup' as const, description: 'Set-up', ...part, unitAmount: `${setupAmount}` }
  return {
    planId,
    productId: planId,
    productKind: 'vps',
    productName: 'VPS',
    planName: 'VPS M',
    panelDriver: 'virtfusion',
    panelPackage: {},
    intervalUnit: interval.unit,
    intervalCount: interval.count,
    currency: 'EUR',
    hostname: 'one.example.test',
    options: {},
    choices: [],
    spec: {
      cpuCores: 2,
      memoryMb: 4096,
      storageGb: 80,
      trafficGb: 0,
      networkMbps: 1000,
      package: 'VPS M',
      template: null,
      location: null,
      ipv4Count: 1,
      backups: false,
    },
    parts: [
      { kind: 'plan', description: 'VPS M', ...part, unitAmount: `${unitAmount}` },
      ...(setupAmount > 0n ? [setup] : []),
    ],
  }
}
