import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toWire } from '#app/shared/money/money'
import { movementStates, statementFormats } from '#app/banking/domain/movement'
import { confidences, matchReasons, type Proposal } from '#app/banking/domain/proposal'
import type { ImportedStatement } from '#app/banking/actions/import_statement'
import type { MovementNames } from '#app/banking/queries/list_movements'
import type { StatementProgress } from '#app/banking/queries/list_statements'
import type { MatchedMovement } from '#app/banking/records/bank_movements'
import type { BankStatement } from '#app/banking/records/bank_statements'

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })
const text = () => vine.string().nullable()

export function showMovement(movement: MatchedMovement, names: MovementNames) {
  const { currency } = movement
  return {
    id: showId('bankMovement', movement.id),
    bank_account_id: showId('bankAccount', movement.bankAccountId),
    statement_id: showId('bankStatement', movement.statementId),
    direction: movement.direction,
    kind: movement.kind,
    status: movement.status,
    amount: toWire({
      amount: movement.direction === 'credit' ? movement.amount : -movement.amount,
      currency,
    }),
    booked_on: movement.bookedOn,
    valued_on: movement.valuedOn,
    counterparty_name: movement.counterpartyName,
    counterparty_iban: movement.counterpartyIban,
    text: movement.remittance,
    creditor_reference: movement.creditorReference,
    end_to_end_id: movement.endToEndId,
    bank_reference: movement.bankReference,
    return_reason: movement.returnReason,
    customer: movement.customerId ? showCustomer(movement.customerId, names) : null,
    received_payment_id: movement.receivedPaymentId && showId('receivedPayment', movement.receivedPaymentId),
    ignored_reason: movement.ignoredReason,
    decided_at: movement.decidedAt?.toISOString() ?? null,
    proposals: movement.proposals.map((proposal) => showProposal(proposal, currency, names)),
  }
}

function showProposal(proposal: Proposal, currency: string, names: MovementNames) {
  return {
    customer: showCustomer(proposal.customerId, names),
    invoices: proposal.invoiceIds.map((id) => {
      const invoice = names.invoices.get(id)
      return {
        id: showId('invoice', id),
        reference: invoice?.reference ?? '',
        amount_due: toWire({ amount: invoice?.amountDue ?? 0n, currency }),
      }
    }),
    to_balance: toWire({ amount: proposal.toBalance, currency }),
    received_payment_id: proposal.receivedPaymentId ? showId('receivedPayment', proposal.receivedPaymentId) : null,
    confidence: proposal.confidence,
    reasons: proposal.reasons,
  }
} // prettier-ignore

function showCustomer(id: string, { customers }: MovementNames) {
  const customer = customers.get(id)
  return { id: showId('customer', id), name: customer?.name ?? '', number: customer?.number ?? 0 }
}

const customerRule = () => vine.object({ id: vine.string(), name: vine.string(), number: vine.number() })

export const movementShape = vine.create({
  id: vine.string(),
  bank_account_id: vine.string(),
  /** The file that told of it first. */
  statement_id: vine.string(),
  direction: vine.enum(['credit', 'debit'] as const),
  kind: vine.enum(['transfer', 'return', 'fee'] as const),
  /** `noted`: nothing is to be done about it, such as a fee of the bank. */
  status: vine.enum(movementStates),
  /** Negative for money that went out. */
  amount: money(),
  booked_on: vine.string(),
  valued_on: text(),
  counterparty_name: text(),
  counterparty_iban: text(),
  text: vine.string(),
  creditor_reference: text(),
  end_to_end_id: text(),
  bank_reference: text(),
  return_reason: text(),
  customer: customerRule().nullable(),
  received_payment_id: text(),
  ignored_reason: text(),
  decided_at: text(),
  /** What could be made of it, the best first. */
  proposals: vine.array(
    vine.object({
      customer: customerRule(),
      /** Paid in this order. */
      invoices: vine.array(vine.object({ id: vine.string(), reference: vine.string(), amount_due: money() })),
      to_balance: money(),
      /** The recorded payment that came back; null for money that came in. */
      received_payment_id: text(),
      confidence: vine.enum(confidences),
      reasons: vine.array(vine.enum(matchReasons)),
    })
  ),
})

export function showStatement({ counts, ...statement }: StatementProgress) {
  const known = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return {
    ...showFile(statement),
    fresh_count: known,
    counts: Object.fromEntries(movementStates.map((state) => [state, counts[state] ?? 0])) as Record<
      (typeof movementStates)[number],
      number
    >,
  }
}

function showFile(statement: BankStatement) {
  return {
    id: showId('bankStatement', statement.id),
    bank_account_id: showId('bankAccount', statement.bankAccountId),
    format: statement.format,
    file_name: statement.fileName,
    covers_from: statement.coversFrom,
    covers_until: statement.coversUntil,
    movement_count: statement.movementCount,
    imported_at: statement.importedAt.toISOString(),
  }
}

const fileFields = {
  id: vine.string(),
  bank_account_id: vine.string(),
  format: vine.enum(statementFormats),
  file_name: vine.string(),
  covers_from: text(),
  covers_until: text(),
  /** How many it tells of, those included of which another file had told before. */
  movement_count: vine.number(),
  imported_at: vine.string(),
}

export const statementShape = vine.create({
  ...fileFields,
  /** Those that no file had told of before. */
  fresh_count: vine.number(),
  /** Those by what became of them: while some are `fresh`, they are being looked at. */
  counts: vine.object({
    fresh: vine.number(),
    review: vine.number(),
    booked: vine.number(),
    ignored: vine.number(),
    noted: vine.number(),
  }),
})

export function showImported(imported: ImportedStatement[]) {
  return {
    statements: imported.map(({ statement, isRepeated, freshCount, pendingCount, balancesDiffer }) => ({
      ...showFile(statement),
      fresh_count: freshCount,
      pending_count: pendingCount,
      is_repeated: isRepeated,
      balances_differ: balancesDiffer,
    })),
  }
}

export const importedShape = vine.create({
  /** One for each account of which the file tells. */
  statements: vine.array(
    vine.object({
      ...fileFields,
      fresh_count: vine.number(),
      /** What the bank has not booked yet: it comes again when it has. */
      pending_count: vine.number(),
      /** Whether this very file was imported before: then nothing happened. */
      is_repeated: vine.boolean(),
      /** Whether what was there before and what moved does not make what is there after: a part of the file may be missing. */
      balances_differ: vine.boolean(),
    })
  ),
})

export const bankSettingsShape = vine.create({ books_certain: vine.boolean() })
