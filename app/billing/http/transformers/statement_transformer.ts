import vine from '@vinejs/vine'
import { showId } from '#app/shared/ids'
import { toDecimal, toWire } from '#app/shared/money/money'
import type { StatementDays } from '#app/billing/http/validators/statement_question'
import type { CustomerStatement } from '#app/billing/queries/find_statement'

const money = () => vine.object({ amount: vine.string(), currency: vine.string() })

export const statementShape = vine.create({
  from: vine.string(),
  to: vine.string(),
  customer: vine.object({ id: vine.string(), name: vine.string(), number: vine.number() }),
  statements: vine.array(
    vine.object({
      currency: vine.string(),
      opening: money(),
      charges: money(),
      credits: money(),
      closing: money(),
      lines: vine.array(
        vine.object({
          id: vine.string(),
          on: vine.string(),
          kind: vine.string(),
          reference: vine.string().nullable(),
          amount: money(),
          balance: money(),
        })
      ),
    })
  ),
})

export function showStatement({ customer, statements }: CustomerStatement, { from, to }: StatementDays) {
  return {
    from,
    to,
    customer: { ...customer, id: showId('customer', customer.id) },
    statements: statements.map(({ currency, opening, charges, credits, closing, lines }) => {
      const money = (amount: bigint) => toWire({ amount, currency })
      return {
        currency,
        opening: money(opening),
        charges: money(charges),
        credits: money(credits),
        closing: money(closing),
        lines: lines.map(({ entryId, on, kind, reference, amount, balance }) => ({
          id: showId('journalEntry', entryId),
          on,
          kind,
          reference,
          amount: money(amount),
          balance: money(balance),
        })),
      }
    }),
  }
}

export const statementColumns = ['date', 'kind', 'reference', 'currency', 'amount', 'balance']

/** The same as lines of a file: the opening balance first, the closing balance last. */
export function statementLines(
  { statements }: CustomerStatement,
  { from, to }: StatementDays
): Record<string, unknown>[] {
  return statements.flatMap(({ currency, opening, closing, lines }) => {
    const text = (amount: bigint) => toDecimal({ amount, currency })
    return [
      { date: from, kind: 'opening_balance', currency, balance: text(opening) },
      ...lines.map(({ on, kind, reference, amount, balance }) => ({
        date: on,
        kind,
        reference,
        currency,
        amount: text(amount),
        balance: text(balance),
      })),
      { date: to, kind: 'closing_balance', currency, balance: text(closing) },
    ]
  })
}
