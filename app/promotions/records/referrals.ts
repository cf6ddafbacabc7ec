import { type Selectable, sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { Referrals } from '#app/shared/database/schema'
import type { ReferralRefusal, ReferralStatus } from '#app/promotions/domain/referral'

export interface Referral {
  id: string
  referrerId: string
  referredId: string
  status: ReferralStatus
  refusal: ReferralRefusal | null
  invoiceId: string | null
  referrer: { currency: string; amount: bigint } | null
  referred: { currency: string; amount: bigint } | null
  heldUntil: Date | null
  createdAt: Date
  closedAt: Date | null
}

/** The code of a customer's link; the first one made stays. */
export async function ensureReferralCode(customerId: string, code: string, now: Date): Promise<string> {
  await db
    .insertInto('referral_codes')
    .values({ customer_id: customerId, code, created_at: now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'customer_id']).doNothing())
    .execute()
  const row = await db
    .selectFrom('referral_codes')
    .select('code')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow()
  return row.code
}

/** Whose link it is, and the addresses of both sides. */
export async function findReferrer(
  code: string,
  referredId: string
): Promise<{ referrerId: string; referrerEmail: string; referredEmail: string } | null> {
  const { rows } = await sql<{ referrerId: string; referrerEmail: string; referredEmail: string }>`
    select r.id as "referrerId", r.email as "referrerEmail", d.email as "referredEmail"
      from referral_codes c
      join customers r on r.tenant_id = c.tenant_id and r.id = c.customer_id
      join customers d on d.tenant_id = c.tenant_id and d.id = ${referredId}
     where c.code = ${code}`.execute(db)
  return rows[0] ?? null
}

/** @returns false when the customer was brought by somebody before */
export async function insertReferral(referral: Referral): Promise<boolean> {
  const inserted = await db
    .insertInto('referrals')
    .values({
      id: referral.id,
      referrer_id: referral.referrerId,
      referred_id: referral.referredId,
      status: referral.status,
      refusal: referral.refusal,
      created_at: referral.createdAt,
      closed_at: referral.closedAt,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'referred_id']).doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

type Where = { id: string } | { referredId: string } | { invoiceId: string }

export async function lockReferral(where: Where): Promise<Referral | null> {
  let query = db.selectFrom('referrals').selectAll().forNoKeyUpdate()
  if ('id' in where) query = query.where('id', '=', where.id)
  else if ('referredId' in where) query = query.where('referred_id', '=', where.referredId)
  else query = query.where('invoice_id', '=', where.invoiceId)
  const row = await query.executeTakeFirst()
  return row ? toReferral(row) : null
}

export async function updateReferral(referral: Referral): Promise<void> {
  await db
    .updateTable('referrals')
    .set({
      status: referral.status,
      refusal: referral.refusal,
      invoice_id: referral.invoiceId,
      referrer_currency: referral.referrer?.currency ?? null,
      referrer_amount: referral.referrer?.amount ?? null,
      referred_currency: referral.referred?.currency ?? null,
      referred_amount: referral.referred?.amount ?? null,
      held_until: referral.heldUntil,
      closed_at: referral.closedAt,
    })
    .where('id', '=', referral.id)
    .execute()
}

export async function listHeldUntil(now: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('referrals')
    .select('id')
    .where('status', '=', 'held')
    .where('held_until', '<=', now)
    .orderBy('held_until')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export interface ReferralFilter {
  /** Null: of everybody (staff). */
  customerId: string | null
  status?: ReferralStatus | undefined
  cursor?: string | null | undefined
  size: number
}

/** A referral with what its two customers are called. */
export interface NamedReferral extends Referral {
  referrerName: string
  referredName: string
}

/** Newest first: those a customer brought, and the one that brought the customer. */
export async function listReferralRows({ customerId, status, cursor, size }: ReferralFilter): Promise<NamedReferral[]> {
  let query = db
    .selectFrom('referrals')
    .innerJoin('customers as by', (join) => join.onRef('by.tenant_id', '=', 'referrals.tenant_id').onRef('by.id', '=', 'referrer_id'))
    .innerJoin('customers as whom', (join) => join.onRef('whom.tenant_id', '=', 'referrals.tenant_id').onRef('whom.id', '=', 'referred_id'))
    .selectAll('referrals')
    .select(({ fn }) => [
      fn.coalesce('by.company_name', 'by.name').as('referrer_name'),
      fn.coalesce('whom.company_name', 'whom.name').as('referred_name'),
    ])
    .orderBy('referrals.id', 'desc')
    .limit(size + 1)
  if (customerId) {
    query = query.where((where) => where.or([where('referrer_id', '=', customerId), where('referred_id', '=', customerId)]))
  }
  if (status) query = query.where('referrals.status', '=', status)
  if (cursor) query = query.where('referrals.id', '<', cursor)
  const rows = await query.execute()
  return rows.map((row) => ({ ...toReferral(row), referrerName: row.referrer_name, referredName: row.referred_name }))
} // prettier-ignore

function toReferral(row: Selectable<Referrals>): Referral {
  const side = (currency: string | null, amount: bigint | null) =>
    currency === null || amount === null ? null : { currency, amount }
  return {
    id: row.id,
    referrerId: row.referrer_id,
    referredId: row.referred_id,
    status: row.status as ReferralStatus,
    refusal: row.refusal as ReferralRefusal | null,
    invoiceId: row.invoice_id,
    referrer: side(row.referrer_currency, row.referrer_amount),
    referred: side(row.referred_currency, row.referred_amount),
    heldUntil: row.held_until,
    createdAt: row.created_at,
    closedAt: row.closed_at,
  }
}
