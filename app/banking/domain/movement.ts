import type { CalendarDate } from '#app/shared/time/calendar'

/** What a bank says about one movement on an account. */
export interface StatedMovement {
  direction: 'credit' | 'debit'
  /** A transfer, a transfer that came back, or what the bank takes for itself. */
  kind: 'transfer' | 'return' | 'fee'
  /** In minor units of the account's currency, never negative. */
  amount: bigint
  currency: string
  bookedOn: CalendarDate
  valuedOn: CalendarDate | null
  counterpartyName: string | null
  counterpartyIban: string | null
  /** What the payer wrote. */
  remittance: string
  /** A structured reference beside the text. */
  creditorReference: string | null
  endToEndId: string | null
  /** The bank's own name for it. */
  bankReference: string | null
  returnReason: string | null
}

/** What a file tells of one account. */
export interface Statement {
  /** Null in files that do not say; whoever imports says it then. */
  iban: string | null
  currency: string | null
  coversFrom: CalendarDate | null
  coversUntil: CalendarDate | null
  /** What was on the account before and after, where the bank says so; negative when overdrawn. */
  openingBalance: bigint | null
  closingBalance: bigint | null
  movements: StatedMovement[]
  /** Movements that the bank has not booked yet: they come again when it has. */
  pendingCount: number
}

export const statementFormats = ['camt.053.001.02', 'camt.053.001.08', 'csv'] as const
export type StatementFormat = (typeof statementFormats)[number]

export const movementStates = ['fresh', 'review', 'booked', 'ignored', 'noted'] as const
/** `noted`: nothing is to be done about it, such as a fee of the bank. */
export type MovementStatus = (typeof movementStates)[number]

export interface BankMovement extends StatedMovement {
  id: string
  bankAccountId: string
  statementId: string
  status: MovementStatus
  customerId: string | null
  receivedPaymentId: string | null
  reversalId: string | null
  ignoredReason: string | null
  decidedAt: Date | null
}

/**
 * What makes a movement the same in every file that tells of it. The bank's own reference where there is one; otherwise everything that was
 * said of it and its place among those of its day of which the same was said, so that two transfers which look alike are two.
 */
export function fingerprintTexts(movements: readonly StatedMovement[]): string[] {
  const seen = new Map<string, number>()
  return movements.map((movement) => {
    const said = saidOf(movement)
    const place = seen.get(said) ?? 0
    seen.set(said, place + 1)
    return `${said}|${place}`
  })
}

function saidOf(movement: StatedMovement): string {
  const { direction, amount, currency, bookedOn, bankReference } = movement
  const basics = [direction, amount, currency, bookedOn]
  if (bankReference)
    return ['reference', ...basics, squeeze(bankReference), squeeze(movement.endToEndId ?? '')].join('|')
  const texts = [
    movement.counterpartyIban,
    movement.counterpartyName,
    movement.remittance,
    movement.endToEndId,
  ]
  return ['content', ...basics, ...texts.map((text) => squeeze(text ?? ''))].join('|')
}

/** Banks break lines and pad with spaces as they like. */
function squeeze(text: string): string {
  return text.toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}
