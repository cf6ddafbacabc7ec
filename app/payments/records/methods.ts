import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import type { MethodSetups, PaymentMethods } from '#app/shared/database/schema'
import type { Decline, GatewayMethod } from '#app/payments/domain/gateway_values'
import type { Consent } from '#app/payments/domain/payment'

/** A card or account that a customer lets us keep. */
export interface SavedMethod extends GatewayMethod {
  id: string
  customerId: string
  gatewayId: string
  isDefault: boolean
  status: 'active' | 'removed'
  createdAt: Date
}

export interface MethodSetup {
  id: string
  customerId: string
  gatewayId: string
  status: 'created' | 'action_required' | 'succeeded' | 'failed' | 'unknown'
  gatewayReference: string | null
  failure: Decline | null
  paymentMethodId: string | null
  consent: Consent
  nextCheckAt: Date | null
  createdAt: Date
}

export async function findMethod(id: string): Promise<SavedMethod | null> {
  const row = await db.selectFrom('payment_methods').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toMethod(row) : null
}

export async function findMethodAtGateway(gatewayId: string, reference: string): Promise<SavedMethod | null> {
  const row = await db
    .selectFrom('payment_methods')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where('reference', '=', reference)
    .executeTakeFirst()
  return row ? toMethod(row) : null
}

/** Whoever changes which methods a customer has, or which comes first, waits here for whoever does: before there is one, there is no row to lock. */
export function lockMethodsOf(customerId: string): void {
  takeTurn(`payment_methods:${customerId}`)
}

/** Methods that may be charged, in the order in which they are: the default first, then as their customer put them, the newest first. */
export async function listActiveMethods(customerId: string): Promise<SavedMethod[]> {
  const rows = await db
    .selectFrom('payment_methods')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('status', '=', 'active')
    .orderBy('is_default', 'desc')
    .orderBy('position')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toMethod)
}

/** @returns false when this method is known already */
export async function insertMethod(method: SavedMethod, consent: Consent): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('payment_methods')
    .values({
      id: method.id,
      customer_id: method.customerId,
      gateway_id: method.gatewayId,
      reference: method.reference,
      kind: method.kind,
      brand: method.brand,
      last4: method.last4,
      exp_month: method.expMonth,
      exp_year: method.expYear,
      fingerprint: method.fingerprint,
      country: method.country,
      label: method.label,
      is_default: method.isDefault,
      status: method.status,
      consent: JSON.stringify(consent),
      created_at: method.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'gateway_id', 'reference']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function retireMethod(id: string, at: Date): Promise<void> {
  await db
    .updateTable('payment_methods')
    .set({ status: 'removed', is_default: false, removed_at: at })
    .where('id', '=', id)
    .execute()
}

/** Off before on: one default at a time is held by a unique index. */
export async function makeDefault({ customerId, id }: { customerId: string; id: string }): Promise<void> {
  await db
    .updateTable('payment_methods')
    .set({ is_default: false })
    .where('customer_id', '=', customerId)
    .where('is_default', '=', true)
    .where('id', '<>', id)
    .execute()
  await db
    .updateTable('payment_methods')
    .set({ is_default: true })
    .where('id', '=', id)
    .where('status', '=', 'active')
    .execute()
}

/** Methods are charged in this order from now on. */
export async function placeMethods(ids: readonly string[]): Promise<void> {
  await sql`
    update payment_methods m set position = placed.position
      from unnest(${ids}::uuid[]) with ordinality as placed (id, position)
     where m.id = placed.id`.execute(db)
}

export async function updateMethodDetails(
  id: string,
  { brand, last4, expMonth, expYear, fingerprint, country, label }: GatewayMethod
): Promise<void> {
  await db
    .updateTable('payment_methods')
    .set({ brand, last4, exp_month: expMonth, exp_year: expYear, fingerprint, country, label })
    .where('id', '=', id)
    .execute()
}

export async function insertSetup(setup: MethodSetup): Promise<void> {
  await db
    .insertInto('method_setups')
    .values({
      id: setup.id,
      customer_id: setup.customerId,
      gateway_id: setup.gatewayId,
      status: setup.status,
      consent: JSON.stringify(setup.consent),
      next_check_at: setup.nextCheckAt,
      created_at: setup.createdAt,
    })
    .execute()
}

export async function findSetup(id: string): Promise<MethodSetup | null> {
  const row = await db.selectFrom('method_setups').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? toSetup(row) : null
}

export async function lockSetup(id: string): Promise<MethodSetup | null> {
  const row = await db
    .selectFrom('method_setups')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toSetup(row) : null
}

export async function findSetupAtGateway(
  gatewayId: string,
  known: { reference: string; id: string | null }
): Promise<MethodSetup | null> {
  const row = await db
    .selectFrom('method_setups')
    .selectAll()
    .where('gateway_id', '=', gatewayId)
    .where((eb) =>
      eb.or([eb('gateway_reference', '=', known.reference), ...(known.id ? [eb('id', '=', known.id)] : [])])
    )
    .executeTakeFirst()
  return row ? toSetup(row) : null
}

export async function updateSetup(
  id: string,
  changes: Partial<
    Pick<MethodSetup, 'status' | 'gatewayReference' | 'failure' | 'paymentMethodId' | 'nextCheckAt'>
  >
): Promise<void> {
  await db
    .updateTable('method_setups')
    .set({
      ...('status' in changes ? { status: changes.status } : {}),
      ...('gatewayReference' in changes ? { gateway_reference: changes.gatewayReference } : {}),
      ...('failure' in changes ? { failure: changes.failure ? JSON.stringify(changes.failure) : null } : {}),
      ...('paymentMethodId' in changes ? { payment_method_id: changes.paymentMethodId } : {}),
      ...('nextCheckAt' in changes ? { next_check_at: changes.nextCheckAt } : {}),
    })
    .where('id', '=', id)
    .execute()
}

export async function listSetupsToCheck(now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('method_setups')
    .select('id')
    .where('next_check_at', '<=', now)
    .where('status', 'in', ['created', 'action_required', 'unknown'])
    .orderBy('next_check_at')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

function toMethod(row: Selectable<PaymentMethods>): SavedMethod {
  return {
    id: row.id,
    customerId: row.customer_id,
    gatewayId: row.gateway_id,
    reference: row.reference,
    kind: row.kind,
    brand: row.brand,
    last4: row.last4,
    expMonth: row.exp_month,
    expYear: row.exp_year,
    fingerprint: row.fingerprint,
    country: row.country,
    label: row.label,
    isDefault: row.is_default,
    status: row.status as SavedMethod['status'],
    createdAt: row.created_at,
  }
}

function toSetup(row: Selectable<MethodSetups>): MethodSetup {
  return {
    id: row.id,
    customerId: row.customer_id,
    gatewayId: row.gateway_id,
    status: row.status as MethodSetup['status'],
    gatewayReference: row.gateway_reference,
    failure: row.failure as unknown as Decline | null,
    paymentMethodId: row.payment_method_id,
    consent: row.consent as unknown as Consent,
    nextCheckAt: row.next_check_at,
    createdAt: row.created_at,
  }
}
