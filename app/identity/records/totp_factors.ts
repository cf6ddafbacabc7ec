import type { Insertable, Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { TotpFactors } from '#app/shared/database/schema'

export type TotpFactor = Selectable<TotpFactors>

export function find(userId: string): Promise<TotpFactor | undefined> {
  return db.selectFrom('totp_factors').selectAll().where('user_id', '=', userId).executeTakeFirst()
}

/** Puts a seed in the place of one that was never confirmed; false when a confirmed one is there. */
export async function offer(factor: Insertable<TotpFactors>): Promise<boolean> {
  const row = await db
    .insertInto('totp_factors')
    .values(factor)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'user_id'])
        .doUpdateSet({ sealed_seed: factor.sealed_seed, created_at: factor.created_at, last_step: 0n })
        .where('totp_factors.confirmed_at', 'is', null)
    )
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Confirms an offered seed with the step of its first code; false when there is none to confirm. */
export async function confirm(userId: string, step: number, at: Date): Promise<boolean> {
  const row = await db
    .updateTable('totp_factors')
    .set({ confirmed_at: at, last_step: BigInt(step) })
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Uses up a step and all before it. False when it was used already: of two that come at once, the database lets one pass. */
export async function useStep(userId: string, step: number): Promise<boolean> {
  const row = await db
    .updateTable('totp_factors')
    .set({ last_step: BigInt(step) })
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .where('last_step', '<', BigInt(step))
    .returning('user_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function remove(userId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('totp_factors')
    .where('user_id', '=', userId)
    .returning('confirmed_at')
    .executeTakeFirst()
  return row?.confirmed_at != null
}

/** An app that was taken into use since an instant, or ever (null). */
export async function removeSince(userId: string, since: Date | null): Promise<void> {
  await db
    .deleteFrom('totp_factors')
    .where('user_id', '=', userId)
    .$if(since !== null, (query) => query.where('created_at', '>=', since!))
    .execute()
}
