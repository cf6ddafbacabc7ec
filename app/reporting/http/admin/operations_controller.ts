import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { redact } from '#app/shared/outbound/redact'
import { showId } from '#app/shared/ids'
import { readListQuestion } from '#app/reporting/http/read_list_question'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { operationToWire, remoteCallToWire, stepToWire } from '#app/reporting/http/transformers/records'
import { findOperation } from '#app/reporting/queries/find_operation'
import { listOperations } from '#app/reporting/queries/list_operations'

/** Work on services: what is under way, what stands, and every call that was made for it. */
export default class OperationsController {
  async index(ctx: HttpContext) {
    const { rows, nextCursor } = await listOperations(readListQuestion(ctx, 'operation'))
    return renderPage(ctx, 'reporting/admin/operations', {
      operations: rows.map(operationToWire),
      next_cursor: nextCursor ? showId('operation', nextCursor) : null,
    })
  }

  async show(ctx: HttpContext) {
    const found = await findOperation(readRecordId(ctx, 'operation'))
    if (!found) throw notFound(ctx)
    return renderPage(ctx, 'reporting/admin/operation', {
      operation: {
        ...operationToWire(found.operation),
        next_attempt_at: found.nextAttemptAt?.toISOString() ?? null,
        has_ended_change: found.hasEndedChange,
      },
      // What was wished for may hold the password of a game.
      input: redact(found.input),
      steps: found.steps.map(stepToWire),
      calls: found.calls.map(remoteCallToWire),
    })
  }
}
