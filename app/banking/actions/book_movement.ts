import { inject } from '@adonisjs/core'
import { findCustomer } from '#app/customers/index'
import { RecordReceivedPayment, type RecordReceivedPaymentError } from '#app/billing/index'
import { inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { BankMovement } from '#app/banking/domain/movement'
import { bankMovementBooked } from '#app/banking/events'
import { lockMovement, type MatchedMovement, updateMovement } from '#app/banking/records/bank_movements'

export interface BookMovementInput {
  movementId: string
  customerId: string
  /** What it pays, what was due first first; null for whatever is open, nothing for the balance. The rest goes to the balance. */
  invoiceIds: readonly string[] | null
  isAutomatic: boolean
}

export type BookMovementError =
  | { type: 'movement_not_found' | 'already_decided' | 'not_incoming' }
  | { type: 'currency_differs'; currency: string }
  | RecordReceivedPaymentError

/** Books a transfer that came in for a customer: as a recorded payment that names the movement, which the database books once. */
@inject()
export class BookMovement {
  constructor(
    private clock: Clock,
    private record: RecordReceivedPayment,
    private events: EventLog
  ) {}

  execute(input: BookMovementInput): Promise<Result<MatchedMovement, BookMovementError>> {
    return inTransaction(async () => {
      const { movementId, customerId, invoiceIds } = input
      const movement = await lockMovement(movementId)
      if (!movement) return err({ type: 'movement_not_found' })
      if (movement.status === 'booked' || movement.status === 'ignored') return err({ type: 'already_decided' })
      if (movement.direction !== 'credit') return err({ type: 'not_incoming' })
      const customer = await findCustomer(customerId)
      if (customer && customer.currency !== movement.currency) return err({ type: 'currency_differs', currency: customer.currency })
      const { amount, bookedOn: receivedOn } = movement
      const recorded = await this.record.execute({
        ...{ customerId, method: 'bank_transfer', amount, receivedOn, invoiceIds, bankMovementId: movementId },
        reference: referenceOf(movement),
        note: null,
      })
      if (!recorded.ok) return recorded
      const receivedPaymentId = recorded.value.id
      const changes = { status: 'booked', customerId, receivedPaymentId, decidedAt: this.clock.now() } as const
      await updateMovement(movementId, changes)
      await this.announce(movement, customerId, { receivedPaymentId, isAutomatic: input.isAutomatic })
      return ok({ ...movement, ...changes })
    })
  } // prettier-ignore

  private async announce(
    { id, amount, currency, bookedOn }: BankMovement,
    customerId: string,
    more: { receivedPaymentId: string; isAutomatic: boolean }
  ): Promise<void> {
    const data = { movementId: id, amount: `${amount}`, currency, bookedOn, ...more }
    await this.events.record([fact(bankMovementBooked, { kind: 'bank_movement', id }, { customerId, data })])
  }
}

/** What the receipt says: what the payer wrote, or whatever else the bank knows. */
function referenceOf({ remittance, creditorReference, counterpartyName, bankReference, id }: BankMovement): string {
  const said = [remittance, creditorReference, counterpartyName, bankReference].find((text) => text?.trim())
  return (said ?? id).replaceAll(/\p{Cc}/gu, ' ').trim().slice(0, 140)
} // prettier-ignore
