import { sql, type Selectable } from 'kysely'
import { db } from '#app/shared/database/db'
import type { BankMovements } from '#app/shared/database/schema'
import { addDays } from '#app/shared/time/calendar'
import type { BankMovement, MovementStatus, StatedMovement } from '#app/banking/domain/movement'
import type { Proposal } from '#app/banking/domain/proposal'

/** A movement with what matching found. */
export interface MatchedMovement extends BankMovement {
  proposals: Proposal[]
}

export function toMovement(row: Selectable<BankMovements>): MatchedMovement {
  return {
    id: row.id,
    bankAccountId: row.bank_account_id,
    statementId: row.statement_id,
    direction: row.direction as BankMovement['direction'],
    kind: row.kind as BankMovement['kind'],
    amount: row.amount,
    currency: row.currency,
    bookedOn: row.booked_on,
    valuedOn: row.valued_on,
    counterpartyName: row.counterparty_name,
    counterpartyIban: row.counterparty_iban,
    remittance: row.remittance,
    creditorReference: row.creditor_reference,
    endToEndId: row.end_to_end_id,
    bankReference: row.bank_reference,
    returnReason: row.return_reason,
    status: row.status as MovementStatus,
    customerId: row.customer_id,
    receivedPaymentId: row.received_payment_id,
    reversalId: row.reversal_id,
    ignoredReason: row.ignored_reason,
    decidedAt: row.decided_at,
    proposals: readProposals(row.proposals),
  }
}

/** JSON has no integers of that size: amounts lie there as texts. */
function readProposals(stored: unknown): Proposal[] {
  return (stored as (Omit<Proposal, 'toBalance'> & { toBalance: string })[]).map((proposal) => ({
    ...proposal,
    toBalance: BigInt(proposal.toBalance),
  }))
}

export interface NewMovement extends StatedMovement {
  id: string
  fingerprint: Buffer
}

/** Writes movements that no file told of before. @returns the ids of those */
export async function insertMovements(
  movements: readonly NewMovement[],
  { bankAccountId, statementId }: { bankAccountId: string; statementId: string }
): Promise<string[]> {
  const rows = movements.map((movement) => ({
    ...{ id: movement.id, fingerprint: movement.fingerprint.toString('hex') },
    ...{ direction: movement.direction, kind: movement.kind, amount: `${movement.amount}` },
    ...{ currency: movement.currency, booked_on: movement.bookedOn, valued_on: movement.valuedOn },
    counterparty_name: movement.counterpartyName,
    counterparty_iban: movement.counterpartyIban,
    remittance: movement.remittance,
    creditor_reference: movement.creditorReference,
    end_to_end_id: movement.endToEndId,
    bank_reference: movement.bankReference,
    return_reason: movement.returnReason,
  }))
  const { rows: fresh } = await sql<{ id: string }>`
    insert into bank_movements (id, bank_account_id, statement_id, fingerprint, direction, kind, amount, currency, booked_on, valued_on,
      counterparty_name, counterparty_iban, remittance, creditor_reference, end_to_end_id, bank_reference, return_reason, status)
    select r.id, ${bankAccountId}, ${statementId}, decode(r.fingerprint, 'hex'), r.direction, r.kind, r.amount, r.currency, r.booked_on, r.valued_on,
           r.counterparty_name, r.counterparty_iban, r.remittance, r.creditor_reference, r.end_to_end_id, r.bank_reference, r.return_reason, 'fresh'
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, fingerprint text, direction text, kind text, amount bigint, currency text,
           booked_on date, valued_on date, counterparty_name text, counterparty_iban text, remittance text, creditor_reference text,
           end_to_end_id text, bank_reference text, return_reason text)
    on conflict (tenant_id, bank_account_id, fingerprint) do nothing
    returning id`.execute(db)
  return fresh.map(({ id }) => id)
}

export async function lockMovement(id: string): Promise<MatchedMovement | null> {
  const row = await db
    .selectFrom('bank_movements')
    .selectAll()
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toMovement(row) : null
}

export interface MovementChanges {
  status: MovementStatus
  customerId?: string | null
  receivedPaymentId?: string | null
  reversalId?: string | null
  ignoredReason?: string | null
  decidedAt?: Date | null
  proposals?: Proposal[]
  matchedAt?: Date
}

export async function updateMovement(id: string, changes: MovementChanges): Promise<void> {
  const proposals = changes.proposals?.map((proposal) => ({ ...proposal, toBalance: `${proposal.toBalance}` }))
  await db
    .updateTable('bank_movements')
    .set({
      status: changes.status,
      customer_id: changes.customerId,
      received_payment_id: changes.receivedPaymentId,
      reversal_id: changes.reversalId,
      ignored_reason: changes.ignoredReason,
      decided_at: changes.decidedAt,
      proposals: proposals && JSON.stringify(proposals),
      matched_at: changes.matchedAt,
    })
    .where('id', '=', id)
    .execute()
} // prettier-ignore

/** Movements that nobody has looked at yet, in the order in which the bank booked them. */
export async function listFreshMovements(limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('bank_movements')
    .select('id')
    .where('status', '=', 'fresh')
    .orderBy('booked_on')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** The movement for which a payment was recorded. */
export async function lockMovementOf(receivedPaymentId: string): Promise<MatchedMovement | null> {
  const row = await db
    .selectFrom('bank_movements')
    .selectAll()
    .where('received_payment_id', '=', receivedPaymentId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return row ? toMovement(row) : null
}

/** The transfer that a return named: whose payment its reversal took back. */
export async function lockReturnedMovement(reversalId: string): Promise<MatchedMovement | null> {
  const row = await db
    .selectFrom('received_payment_reversals as v')
    .innerJoin('bank_movements as m', (join) =>
      join
        .onRef('m.tenant_id', '=', 'v.tenant_id')
        .onRef('m.received_payment_id', '=', 'v.received_payment_id')
    )
    .selectAll('m')
    .where('v.id', '=', reversalId)
    .forUpdate('m')
    .executeTakeFirst()
  return row ? toMovement(row) : null
}

/**
 * Whether another file told of the same day, amount and payer: a bank's table and its statement describe one movement in two ways, and what may be
 * twice there is never booked by itself.
 */
export async function wasToldBefore(movement: BankMovement): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from bank_movements m
       where m.bank_account_id = ${movement.bankAccountId} and m.booked_on = ${movement.bookedOn}::date and m.amount = ${movement.amount}
         and m.direction = ${movement.direction} and m.id <> ${movement.id} and m.statement_id <> ${movement.statementId}
         and (m.counterparty_iban is null or ${movement.counterpartyIban}::text is null or m.counterparty_iban = ${movement.counterpartyIban})
         and (m.bank_reference is null or ${movement.bankReference}::text is null)) as found`.execute(db)
  return rows[0]!.found
}

const recordedWithinDays = 10

/** For which of these customers staff recorded a transfer of this amount by hand around that day: it may be this one. */
export async function findRecordedByHand(
  { amount, currency, bookedOn }: BankMovement,
  customerIds: string[]
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('received_payments')
    .select('customer_id')
    .where('customer_id', 'in', customerIds)
    .where('method', '=', 'bank_transfer')
    .where('bank_movement_id', 'is', null)
    .where('reversed_at', 'is', null)
    .where('amount', '=', amount)
    .where('currency', '=', currency)
    .where('received_on', '>=', addDays(bookedOn, -recordedWithinDays))
    .where('received_on', '<=', addDays(bookedOn, recordedWithinDays))
    .execute()
  return new Set(rows.map((row) => row.customer_id))
}
