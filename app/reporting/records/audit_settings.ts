import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import type { SealedSecret } from '#app/shared/secrets/keyring'

/** @returns for how many months the log is kept; null for good */
export async function findKeepMonths(): Promise<number | null> {
  const row = await db.selectFrom('audit_settings').select('keep_months').executeTakeFirst()
  return row?.keep_months ?? null
}

export async function storeKeepMonths(keepMonths: number | null): Promise<void> {
  await sql`
    insert into audit_settings (keep_months) values (${keepMonths})
    on conflict (tenant_id) do update set keep_months = excluded.keep_months`.execute(db)
}

export async function findKey(): Promise<SealedSecret | null> {
  const row = await db.selectFrom('audit_keys').select('sealed_key').executeTakeFirst()
  return row ? (row.sealed_key as unknown as SealedSecret) : null
}

export async function insertKey(sealedKey: SealedSecret, createdAt: Date): Promise<void> {
  await db
    .insertInto('audit_keys')
    .values({ sealed_key: JSON.stringify(sealedKey), created_at: createdAt })
    .execute()
}

/** Where the chain ended when it grew last, with what proves it. */
export async function findMarkedHead(): Promise<{ number: bigint; mark: Buffer } | null> {
  const row = await db.selectFrom('audit_keys').select(['head_number', 'head_mark']).executeTakeFirst()
  return row?.head_mark ? { number: row.head_number!, mark: row.head_mark } : null
}

export async function markHead(number: bigint, mark: Buffer): Promise<void> {
  await db.updateTable('audit_keys').set({ head_number: number, head_mark: mark }).execute()
}

/** How far the log was handed over. */
export interface Shipment {
  number: bigint
  shippedAt: Date | null
  triedAt: Date | null
  failures: number
  error: string | null
}

export async function findShipment(): Promise<Shipment> {
  const row = await db
    .selectFrom('audit_settings')
    .select(['shipped_number', 'shipped_at', 'ship_tried_at', 'ship_failures', 'ship_error'])
    .executeTakeFirst()
  return {
    number: row?.shipped_number ?? 0n,
    shippedAt: row?.shipped_at ?? null,
    triedAt: row?.ship_tried_at ?? null,
    failures: row?.ship_failures ?? 0,
    error: row?.ship_error ?? null,
  }
}

/** Never back: two workers may hand over the same, and the slower one knows less. */
export async function noteShipped(number: bigint, at: Date): Promise<void> {
  await sql`
    insert into audit_settings (shipped_number, shipped_at, ship_tried_at) values (${number}, ${at}, ${at})
    on conflict (tenant_id) do update set shipped_number = greatest(audit_settings.shipped_number, excluded.shipped_number),
      shipped_at = excluded.shipped_at, ship_tried_at = excluded.ship_tried_at, ship_failures = 0, ship_error = null`.execute(
    db
  )
}

export async function noteShipmentFailed(error: string, at: Date): Promise<void> {
  await sql`
    insert into audit_settings (ship_tried_at, ship_failures, ship_error) values (${at}, 1, ${error})
    on conflict (tenant_id) do update set ship_tried_at = excluded.ship_tried_at,
      ship_failures = audit_settings.ship_failures + 1, ship_error = excluded.ship_error`.execute(db)
}
