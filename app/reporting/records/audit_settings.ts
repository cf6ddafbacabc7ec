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
