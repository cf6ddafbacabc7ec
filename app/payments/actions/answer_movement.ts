import { inject } from '@adonisjs/core'
import { currentActor } from '#app/shared/database/context'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { isUuid } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { PostEntries } from '#app/ledger/index'
import { openGateway } from '#app/payments/actions/open_gateway'
import { RefreshPayment } from '#app/payments/actions/refresh_payment'
import { TakeDownMovements } from '#app/payments/actions/take_down_movements'
import { bookAnswer } from '#app/payments/domain/settlement_bookings'
import type { GatewayFailure } from '#app/payments/drivers/contract'
import { movementAnswered } from '#app/payments/events'
import { statedIn } from '#app/payments/domain/settlement_comparison'
import { compareAccount } from '#app/payments/queries/compare_account'
import { findGateway } from '#app/payments/records/gateways'
import { findMovement, lockMovement, type Movement, saveAnswer } from '#app/payments/records/movements'
import { findPaymentAtGateway } from '#app/payments/records/payments'
import { findSettlementState, saveComparison } from '#app/payments/records/settlements'

export type AnswerMovementError =
  | { type: 'movement_not_found' }
  | { type: 'not_unmatched' }
  | { type: 'not_answered'; failure: GatewayFailure }

interface GivenAnswer {
  movementId: string
  answer: 'fee' | 'difference'
  note: string
}

/** Takes a person's word for a movement that fits nothing of ours, and books it: as a fee, or as a difference nobody could explain. */
@inject()
export class AnswerMovement {
  constructor(
    private clock: Clock,
    private postEntries: PostEntries,
    private events: EventLog
  ) {}

  async execute(input: GivenAnswer): Promise<Result<Movement, AnswerMovementError>> {
    const answered = await this.book(input)
    // Balances are there when the entry is committed.
    if (answered.ok) await inTransaction(() => compareAnew(answered.value.gatewayId))
    return answered
  }

  private book({ movementId, answer, note }: GivenAnswer): Promise<Result<Movement, AnswerMovementError>> {
    return inTransaction(async () => {
      const movement = await lockMovement(movementId)
      if (!movement) return err({ type: 'movement_not_found' })
      if (movement.status !== 'unmatched') return err({ type: 'not_unmatched' })
      const gateway = (await findGateway(movement.gatewayId))!
      const { id } = currentActor()
      const by = id && isUuid(id) ? id : null
      await saveAnswer(movementId, { is: answer, by, note, at: this.clock.now() })
      await this.postEntries.execute(bookAnswer({ ...movement, ledgerCode: gateway.ledgerCode }, answer))
      const data = { movementId, gatewayId: gateway.id, answer, note }
      await this.events.record([fact(movementAnswered, { kind: 'gateway', id: gateway.id }, { data })])
      return ok((await findMovement(movementId))!)
    })
  }
}

/** Asks the gateway about the payment behind an unmatched movement, and matches again: what it took and we did not know is booked. */
@inject()
export class LookUpMovement {
  constructor(
    private refreshPayment: RefreshPayment,
    private takeDown: TakeDownMovements
  ) {}

  async execute({ movementId }: { movementId: string }): Promise<Result<Movement, AnswerMovementError>> {
    const known = await inReadTransaction(async () => {
      const movement = await findMovement(movementId)
      return movement && { movement, gateway: (await findGateway(movement.gatewayId))! }
    })
    if (!known) return err({ type: 'movement_not_found' })
    const { movement, gateway } = known
    if (movement.status !== 'unmatched') return err({ type: 'not_unmatched' })
    const { kind, objectReference: reference } = movement
    if (kind === 'payment' && reference) {
      const found = await openGateway(gateway, { kind: 'gateway', id: gateway.id }).findPayment(reference)
      if (!found.ok) return err({ type: 'not_answered', failure: found.error })
      const id = found.value?.paymentId ?? null
      const payment = await inReadTransaction(() =>
        findPaymentAtGateway(gateway.id, { reference, id: id && isUuid(id) ? id : null })
      )
      if (payment) await this.refreshPayment.execute({ paymentId: payment.id })
    }
    await this.takeDown.matchOne(gateway, movementId)
    await inTransaction(() => compareAnew(gateway.id))
    return ok((await inReadTransaction(() => findMovement(movementId)))!)
  }
}

/** Account and books as they are after an answer, with the gateway's own word of the last look. */
async function compareAnew(gatewayId: string): Promise<void> {
  const state = await findSettlementState(gatewayId)
  if (!state) return
  const gateway = (await findGateway(gatewayId))!
  const { comparison } = await compareAccount(gateway, statedIn(state.comparison))
  await saveComparison(gatewayId, comparison)
}
