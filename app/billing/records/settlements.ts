import { db } from '#app/shared/database/db'
import { tell } from '#app/shared/database/unit'

export interface NewSettlement {
  causeId: string
  invoiceId: string
  source: 'payment' | 'balance' | 'credit_note' | 'reversal'
  /** Negative for a reversal. */
  amount: bigint
  settledAt: Date
  /** What a reversal takes back. */
  reversesCauseId?: string | null
}

export async function hasSettlement(causeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('invoice_settlements')
    .select('cause_id')
    .where('cause_id', '=', causeId)
    .executeTakeFirst()
  return row !== undefined
}

/** What was applied under some causes already, in minor units; null when nothing was. */
export async function sumSettlements(causeIds: readonly string[]): Promise<bigint | null> {
  const row = await db
    .selectFrom('invoice_settlements')
    .select((eb) => eb.fn.sum<bigint | null>('amount').as('amount'))
    .where('cause_id', 'in', causeIds)
    .executeTakeFirstOrThrow()
  return row.amount === null ? null : BigInt(row.amount)
}

export async function insertSettlement(settlement: NewSettlement): Promise<void> {
  tell(
    db
      .insertInto('invoice_settlements')
      .values({
        cause_id: settlement.causeId,
        invoice_id: settlement.invoiceId,
        source: settlement.source,
        amount: settlement.amount,
        settled_at: settlement.settledAt,
        reverses_cause_id: settlement.reversesCauseId ?? null,
      })
      .compile()
  )
}
