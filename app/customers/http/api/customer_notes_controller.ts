import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { pageSize } from '#app/shared/http/common_rules'
import { readId } from '#app/shared/ids'
import { refuseNewNote, refuseNote } from '#app/customers/http/api/note_refusals'
import { sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'
import { NoteDesk } from '#app/customers/http/note_desk'
import { showCustomerNote } from '#app/customers/http/transformers/customer_transformers'
import { listNotesQuery } from '#app/customers/http/validators/customer_validators'
import { findCustomer } from '#app/customers/queries/find_customer'
import { listCustomerNotes } from '#app/customers/queries/list_customer_notes'

/** What staff wrote down about a customer. */
@inject()
export default class CustomerNotesController {
  constructor(private desk: NoteDesk) {}

  async index(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    if (!id || !(await findCustomer(id))) return sendCustomerNotFound(ctx)
    const { cursor, limit, is_pinned } = await ctx.request.validateUsing(listNotesQuery)
    const wanted = { before: cursor ?? null, size: pageSize(limit), isPinned: is_pinned ?? false }
    return toListAnswer(await listCustomerNotes(id, wanted), showCustomerNote)
  }

  async store(ctx: HttpContext) {
    const result = await this.desk.addNote(ctx)
    return result.ok ? showCustomerNote(result.value) : refuseNewNote(ctx, result.error)
  }

  async update(ctx: HttpContext) {
    const result = await this.desk.changeNote(ctx)
    return result.ok ? showCustomerNote(result.value) : refuseNote(ctx, result.error)
  }

  async destroy(ctx: HttpContext) {
    const result = await this.desk.remove(ctx)
    if (!result.ok) return refuseNote(ctx, result.error)
    ctx.response.noContent()
  }
}
