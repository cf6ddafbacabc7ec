import { inject } from '@adonisjs/core'
import { ReverseReceivedPayment, type ReverseReceivedPaymentError } from '#app/billing/index'
import { inTransaction } from '#app/shared/database/unit'
import { type EventKind, fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import type { BankMovement } from '#app/banking/domain/movement'
import { bankMovementIgnored, bankMovementReopened, bankMovementReturned } from '#app/banking/events'
import {
  lockMovement,
  lockMovementOf,
  lockReturnedMovement,
  type MatchedMovement,
  type MovementChanges,
  updateMovement,
} from '#app/banking/records/bank_movements'

export type DecideMovementError =
  | { type: 'movement_not_found' | 'already_decided' | 'not_decided' | 'not_outgoing' | 'amount_differs' }
  | ReverseReceivedPaymentError

/** What staff make of a movement besides booking it: ignore it, take a returned transfer back, or undo what was made of it. */
@inject()
export class DecideMovement {
  constructor(
    private clock: Clock,
    private reverse: ReverseReceivedPayment,
    private events: EventLog
  ) {}

  /** It concerns no customer; the reason says what it is. */
  ignore(movementId: string, reason: string): Promise<Result<MatchedMovement, DecideMovementError>> {
    return inTransaction(async () => {
      const movement = await lockMovement(movementId)
      if (!movement) return err({ type: 'movement_not_found' })
      if (isDecided(movement)) return err({ type: 'already_decided' })
      const changes = { status: 'ignored', ignoredReason: reason, decidedAt: this.clock.now() } as const
      return ok(await this.write(movement, changes, { kind: bankMovementIgnored, more: { reason } }))
    })
  }

  /** The bank gave a transfer back: the payment that it was is taken back, with the invoices that it paid. */
  takeBack(
    movementId: string,
    { receivedPaymentId, reason }: { receivedPaymentId: string; reason: string }
  ): Promise<Result<MatchedMovement, DecideMovementError>> {
    return inTransaction(async () => {
      const movement = await lockMovement(movementId)
      if (!movement) return err({ type: 'movement_not_found' })
      if (isDecided(movement)) return err({ type: 'already_decided' })
      if (movement.direction !== 'debit') return err({ type: 'not_outgoing' })
      const reversed = await this.reverse.execute({ receivedPaymentId, customerId: null, cause: 'returned', reason })
      if (!reversed.ok) return reversed
      const { reversalId, received } = reversed.value
      const isSame = received.money.amount === movement.amount && received.money.currency === movement.currency
      if (!isSame) return err({ type: 'amount_differs' })
      const { customerId } = received
      const changes = { status: 'booked', customerId, reversalId, decidedAt: this.clock.now() } as const
      return ok(await this.write(movement, changes, { kind: bankMovementReturned, more: { receivedPaymentId, reversalId } }))
    })
  } // prettier-ignore

  /**
   * Undoes what was made of a movement, which then waits for a decision again. A booking is taken back by entries that reverse it. A return that was none
   * opens the transfer that it named, so that it can be booked anew.
   */
  undo(movementId: string, reason: string): Promise<Result<MatchedMovement, DecideMovementError>> {
    return inTransaction(async () => {
      const movement = await lockMovement(movementId)
      if (!movement) return err({ type: 'movement_not_found' })
      if (!isDecided(movement)) return err({ type: 'not_decided' })
      const { receivedPaymentId } = movement
      if (receivedPaymentId) {
        const cause = 'undone' as const
        const reversed = await this.reverse.execute({ receivedPaymentId, customerId: null, cause, reason })
        if (!reversed.ok && reversed.error.type !== 'already_reversed') return reversed
      }
      const returned = movement.reversalId ? await lockReturnedMovement(movement.reversalId) : null
      if (returned) await this.reopen(returned, reason)
      return ok(await this.reopen(movement, reason))
    })
  }

  /** Staff took a payment back on its customer's page: the transfer behind it waits for a decision again. */
  release(receivedPaymentId: string): Promise<void> {
    return inTransaction(async () => {
      const movement = await lockMovementOf(receivedPaymentId)
      if (movement) await this.reopen(movement, null)
    })
  }

  private reopen(movement: MatchedMovement, reason: string | null): Promise<MatchedMovement> {
    const open = { status: 'review', customerId: null, receivedPaymentId: null, reversalId: null, ignoredReason: null, decidedAt: null } as const // prettier-ignore
    return this.write(movement, open, { kind: bankMovementReopened, more: { reason } })
  }

  private async write<More extends object>(
    movement: MatchedMovement,
    changes: MovementChanges,
    { kind, more }: { kind: EventKind<MovementFact & More>; more: More }
  ): Promise<MatchedMovement> {
    const { id, amount, currency, bookedOn } = movement
    await updateMovement(id, changes)
    const customerId = changes.customerId ?? movement.customerId
    const data = { movementId: id, amount: `${amount}`, currency, bookedOn, ...more }
    await this.events.record([fact(kind, { kind: 'bank_movement', id }, { customerId, data })])
    return { ...movement, ...changes } as MatchedMovement
  }
}

interface MovementFact {
  movementId: string
  amount: string
  currency: string
  bookedOn: string
}

function isDecided({ status }: BankMovement): boolean {
  return status === 'booked' || status === 'ignored'
}
