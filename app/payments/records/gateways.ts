import { type Selectable, sql } from 'kysely'
import { currentTenant } from '#app/shared/database/context'
import { db } from '#app/shared/database/db'
import type { Gateways } from '#app/shared/database/schema'
import { inReadTransaction } from '#app/shared/database/unit'
import type { SealedSecret } from '#app/shared/secrets/keyring'

/** A connected gateway. Its secrets stay sealed until a call is made. */
export interface Gateway {
  id: string
  driver: string
  /** What its accounts in the ledger are called: `cash:<code>`. The database names it once, the first of a driver like the driver. */
  ledgerCode: string
  name: string
  status: 'active' | 'disabled'
  config: Record<string, unknown>
  secrets: SealedSecret
  position: number
  createdAt: Date
  /** When each secret was last set; a name that is missing was set when the gateway was connected. */
  secretsSetAt: Record<string, string>
  /** Whose account the keys opened when they were last tested. */
  account: { name: string | null; isLive: boolean; currencies: string[]; checkedAt: string } | null
  /** The endpoint that was set up with one button. */
  webhook: { reference: string; url: string; setAt: string } | null
}

export async function findGateway(id: string): Promise<Gateway | null> {
  const row = await db.selectFrom('gateways').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toGateway(row) : null
}

const recalled = new Map<string, { gateways: Map<string, Gateway>; readAt: number }>()
const recalledMs = 3_000

/**
 * A gateway as it was at most three seconds ago, for what asks for it all the time and only reads: a secret that was changed in another
 * process holds here within that time. Its secrets stay sealed. All gateways of the tenant are remembered together, so that a flood which
 * names gateways that do not exist asks for nothing.
 */
export async function recallGateway(id: string): Promise<Gateway | null> {
  const tenantId = currentTenant().id
  const known = recalled.get(tenantId)
  if (known && performance.now() - known.readAt < recalledMs) return known.gateways.get(id) ?? null
  const rows = await inReadTransaction(() => listGatewayRows())
  if (recalled.size > 1_000) recalled.clear()
  const gateways = new Map(rows.map((gateway) => [gateway.id, gateway]))
  recalled.set(tenantId, { gateways, readAt: performance.now() })
  return gateways.get(id) ?? null
}

export async function listGatewayRows(): Promise<Gateway[]> {
  const rows = await db.selectFrom('gateways').selectAll().orderBy('position').orderBy('id').execute()
  return rows.map(toGateway)
}

export async function lockGateway(id: string): Promise<Gateway | null> {
  const row = await db
    .selectFrom('gateways')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toGateway(row) : null
}

/** The order at the checkout: as they are named here. */
export async function saveOrder(ids: readonly string[]): Promise<void> {
  await sql`
    update gateways g set position = o.position - 1
      from unnest(${[...ids]}::uuid[]) with ordinality as o(id, position)
     where g.id = o.id and g.position <> o.position - 1`.execute(db)
}

/** @returns it as it is kept */
export async function saveGateway(gateway: Omit<Gateway, 'ledgerCode'>): Promise<Gateway> {
  const { id, driver, name, status, config, secrets, position, createdAt } = gateway
  const { secretsSetAt, account, webhook } = gateway
  recalled.delete(currentTenant().id)
  const changing = {
    name,
    status,
    config: JSON.stringify(config),
    secrets: JSON.stringify(secrets),
    position,
    secrets_set_at: JSON.stringify(secretsSetAt),
    account: account && JSON.stringify(account),
    webhook: webhook && JSON.stringify(webhook),
  }
  const row = await db
    .insertInto('gateways')
    .values({ id, driver, created_at: createdAt, ...changing })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet(changing))
    .returningAll()
    .executeTakeFirstOrThrow()
  return toGateway(row)
}

/** Gateways in use that were not asked for disputes since `before`, marked as asked at `now`. @returns with when they were asked before */
export async function claimGatewaysToAskForDisputes({ before, now }: { before: Date; now: Date }) {
  const rows = await db
    .selectFrom('gateways')
    .select(['id', 'driver', 'disputes_checked_at'])
    .where('status', '=', 'active')
    .where('disputes_checked_at', '<', before)
    .orderBy('id')
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  const ids = rows.map(({ id }) => id)
  if (ids.length > 0)
    await db.updateTable('gateways').set({ disputes_checked_at: now }).where('id', 'in', ids).execute()
  return rows.map(({ id, driver, disputes_checked_at: checkedAt }) => ({ id, driver, checkedAt }))
}

/** What the gateway calls one of our customers, and how often they were deleted there. */
export async function findGatewayCustomer(
  gatewayId: string,
  customerId: string
): Promise<{ reference: string | null; timesGone: number }> {
  const row = await db
    .selectFrom('gateway_customers')
    .select(['reference', 'times_gone'])
    .where('gateway_id', '=', gatewayId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return { reference: row?.reference ?? null, timesGone: row?.times_gone ?? 0 }
}

/** Which customer of ours the gateway calls so. */
export async function findCustomerAtGateway(gatewayId: string, reference: string): Promise<string | null> {
  const row = await db
    .selectFrom('gateway_customers')
    .select('customer_id')
    .where('gateway_id', '=', gatewayId)
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row?.customer_id ?? null
}

/** They are not known there any more under this reference; the next payment makes them anew. */
export async function forgetGatewayCustomer(gatewayId: string, reference: string): Promise<void> {
  await db
    .updateTable('gateway_customers')
    .set((eb) => ({ reference: null, times_gone: eb('times_gone', '+', 1) }))
    .where('gateway_id', '=', gatewayId)
    .where('reference', '=', reference)
    .execute()
}

/** The first reference stays: two callers at once asked with one key and got the same. */
export async function keepGatewayCustomer(row: {
  gatewayId: string
  customerId: string
  reference: string
  at: Date
}): Promise<void> {
  await db
    .insertInto('gateway_customers')
    .values({
      gateway_id: row.gatewayId,
      customer_id: row.customerId,
      reference: row.reference,
      created_at: row.at,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'gateway_id', 'customer_id'])
        .doUpdateSet({ reference: row.reference })
        .where('gateway_customers.reference', 'is', null)
    )
    .execute()
}

export async function readPayer(customerId: string): Promise<{ name: string; email: string }> {
  return db
    .selectFrom('customers')
    .select(['name', 'email'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
}

function toGateway(row: Selectable<Gateways>): Gateway {
  return {
    id: row.id,
    driver: row.driver,
    ledgerCode: row.ledger_code,
    name: row.name,
    status: row.status as Gateway['status'],
    config: row.config as Record<string, unknown>,
    secrets: row.secrets as unknown as SealedSecret,
    position: row.position,
    createdAt: row.created_at,
    secretsSetAt: row.secrets_set_at as Record<string, string>,
    account: row.account as Gateway['account'],
    webhook: row.webhook as Gateway['webhook'],
  }
}
