import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import type { AddCustomerNoteError } from '#app/customers/actions/add_customer_note'
import type { ChangeNoteError, RestoreNoteError } from '#app/customers/actions/change_customer_note'
import { sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'

const unknownStaff = {
  status: 422,
  code: 'staff_unknown',
  detail: 'One of those whom the note names does not work here, or may not read notes.',
  errors: [{ field: 'mention_ids', message: 'There is no such colleague.' }],
}

/** How each refusal of a new note looks over the API. */
export function refuseNewNote(ctx: HttpContext, error: AddCustomerNoteError): void {
  switch (error.type) {
    case 'customer_not_found':
      return sendCustomerNotFound(ctx)
    case 'staff_unknown':
      return sendProblem(ctx, unknownStaff)
    case 'call_in_the_future':
      return sendProblem(ctx, {
        status: 422,
        code: error.type,
        detail: 'The call would lie in the future.',
        errors: [{ field: 'called_at', message: 'This lies in the future.' }],
      })
    default:
      return unreachable(error)
  }
}

/** How each refusal of a change looks over the API. */
export function refuseNote(ctx: HttpContext, error: ChangeNoteError | RestoreNoteError): void {
  switch (error.type) {
    case 'note_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'There is no such note.' })
    case 'note_of_somebody_else':
      return sendProblem(ctx, { status: 403, code: error.type, detail: 'Somebody else wrote this note.' })
    case 'note_gone':
      return sendProblem(ctx, {
        status: 409,
        code: error.type,
        detail: 'It was taken away more than a day ago, or by somebody else.',
      })
    case 'staff_unknown':
      return sendProblem(ctx, unknownStaff)
    default:
      return unreachable(error)
  }
}
