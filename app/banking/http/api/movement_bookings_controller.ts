import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { BookMovement } from '#app/banking/actions/book_movement'
import { DecideMovement } from '#app/banking/actions/decide_movement'
import { refuseDecision, sendMovementNotFound } from '#app/banking/http/api/movement_refusals'
import { showMovement } from '#app/banking/http/transformers/bank_transformers'
import { bookMovementForm, reasonForm, takeBackForm } from '#app/banking/http/validators/bank_validators'
import { findMovement } from '#app/banking/queries/list_movements'

const nobody = '00000000-0000-0000-0000-000000000000'

/** What staff make of a movement: book it for a customer, take a returned transfer back, ignore it, or undo that. */
@inject()
export default class MovementBookingsController {
  constructor(
    private book: BookMovement,
    private decide: DecideMovement
  ) {}

  async store(ctx: HttpContext) {
    const { customer_id, invoice_ids } = await ctx.request.validateUsing(bookMovementForm)
    const movementId = readId('bankMovement', ctx.params.id)
    if (!movementId) return sendMovementNotFound(ctx)
    const booked = await this.book.execute({
      movementId,
      customerId: readId('customer', customer_id) ?? nobody,
      invoiceIds: invoice_ids?.map((id) => readId('invoice', id) ?? nobody) ?? null,
      isAutomatic: false,
    })
    return booked.ok ? this.show(ctx, movementId) : refuseDecision(ctx, booked.error)
  }

  async takeBack(ctx: HttpContext) {
    const { received_payment_id, reason } = await ctx.request.validateUsing(takeBackForm)
    const movementId = readId('bankMovement', ctx.params.id)
    if (!movementId) return sendMovementNotFound(ctx)
    const receivedPaymentId = readId('receivedPayment', received_payment_id) ?? nobody
    const taken = await this.decide.takeBack(movementId, { receivedPaymentId, reason })
    return taken.ok ? this.show(ctx, movementId) : refuseDecision(ctx, taken.error)
  }

  async ignore(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const movementId = readId('bankMovement', ctx.params.id)
    if (!movementId) return sendMovementNotFound(ctx)
    const ignored = await this.decide.ignore(movementId, reason)
    return ignored.ok ? this.show(ctx, movementId) : refuseDecision(ctx, ignored.error)
  }

  async undo(ctx: HttpContext) {
    const { reason } = await ctx.request.validateUsing(reasonForm)
    const movementId = readId('bankMovement', ctx.params.id)
    if (!movementId) return sendMovementNotFound(ctx)
    const undone = await this.decide.undo(movementId, reason)
    return undone.ok ? this.show(ctx, movementId) : refuseDecision(ctx, undone.error)
  }

  private async show(ctx: HttpContext, movementId: string) {
    const found = await findMovement(movementId)
    return found ? showMovement(found.movement, found.names) : sendMovementNotFound(ctx)
  }
}
