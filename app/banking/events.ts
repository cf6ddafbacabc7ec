/** The facts that banking announces. Amounts are texts of minor units, dates are calendar dates. */
import { event } from '#app/shared/events/event'

export const bankStatementImported = event<{
  statementId: string
  bankAccountId: string
  fileName: string
  format: string
  movements: number
  /** Those that no file had told of before. */
  fresh: number
}>(
  'bank_statement.imported',
  'A file of the bank was read, and what it tells was added to what is known of the account.'
)

interface MovementFact {
  movementId: string
  amount: string
  currency: string
  bookedOn: string
}

export const bankMovementBooked = event<
  MovementFact & {
    receivedPaymentId: string
    /** Whether a rule booked it, because it left no doubt. */
    isAutomatic: boolean
  }
>('bank_movement.booked', 'A transfer that came in was booked for a customer.')

export const bankMovementReturned = event<MovementFact & { receivedPaymentId: string; reversalId: string }>(
  'bank_movement.returned',
  'The bank gave a transfer back, and the payment that it was is taken back.'
)

export const bankMovementIgnored = event<MovementFact & { reason: string }>(
  'bank_movement.ignored',
  'Staff said that a movement on the bank account concerns no customer.'
)

export const bankMovementReopened = event<MovementFact & { reason: string | null }>(
  'bank_movement.reopened',
  'What was made of a movement on the bank account was undone, and it waits for a decision again.'
)

export const bankSettingsChanged = event<{ booksCertain: boolean }>(
  'bank_settings.changed',
  'Staff changed whether transfers that leave no doubt are booked by themselves.'
)
