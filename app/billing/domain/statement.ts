import type { CalendarDate } from '#app/shared/time/calendar'

/** Something that changed what a customer owes: positive is owed to us, negative is theirs. */
export interface StatementMove {
  entryId: string
  on: CalendarDate
  /** Kind of the journal entry behind it. */
  kind: string
  /** The document or payment it is about, as people know it. */
  reference: string | null
  amount: bigint
}

export interface StatementLine extends StatementMove {
  /** What the customer owes after it. */
  balance: bigint
}

/** What a customer owed at the beginning of a range of days, what changed it, and what they owe at its end, in one currency. */
export interface Statement {
  currency: string
  opening: bigint
  lines: StatementLine[]
  charges: bigint
  credits: bigint
  closing: bigint
}

/** Opening and moves make the closing balance. What moves nothing (a balance that pays an invoice) is not shown. */
export function toStatement(currency: string, opening: bigint, moves: StatementMove[]): Statement {
  let balance = opening
  const lines = moves
    .filter(({ amount }) => amount !== 0n)
    .map((move) => ({ ...move, balance: (balance += move.amount) }))
  const sumOf = (isWanted: (amount: bigint) => boolean) =>
    lines.reduce((sum, { amount }) => (isWanted(amount) ? sum + amount : sum), 0n)
  return {
    currency,
    opening,
    lines,
    charges: sumOf((amount) => amount > 0n),
    credits: -sumOf((amount) => amount < 0n),
    closing: balance,
  }
}
