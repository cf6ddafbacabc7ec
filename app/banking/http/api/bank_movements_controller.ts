import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { readId } from '#app/shared/ids'
import { sendMovementNotFound } from '#app/banking/http/api/movement_refusals'
import { showMovement } from '#app/banking/http/transformers/bank_transformers'
import { listMovementsQuery } from '#app/banking/http/validators/bank_validators'
import { findMovement, listMovements } from '#app/banking/queries/list_movements'

const nothing = '00000000-0000-0000-0000-000000000000'

/** What moved on the bank accounts. */
export default class BankMovementsController {
  async index(ctx: HttpContext) {
    const { status, direction, bank_account_id, statement_id, q, cursor, limit } =
      await ctx.request.validateUsing(listMovementsQuery)
    const page = await listMovements({
      status,
      direction,
      text: q,
      bankAccountId: bank_account_id ? (readId('bankAccount', bank_account_id) ?? nothing) : null,
      statementId: statement_id ? (readId('bankStatement', statement_id) ?? nothing) : null,
      before: cursor ?? null,
      size: pageSize(limit),
    })
    return {
      data: page.rows.map((movement) => showMovement(movement, page.names)),
      next_cursor: page.nextCursor,
    }
  }

  async show(ctx: HttpContext) {
    const id = readId('bankMovement', ctx.params.id)
    const found = id ? await findMovement(id) : null
    return found ? showMovement(found.movement, found.names) : sendMovementNotFound(ctx)
  }
}
