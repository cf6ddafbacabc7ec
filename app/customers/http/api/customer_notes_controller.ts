import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageQuery, pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { readId } from '#app/shared/ids'
import { AddCustomerNote } from '#app/customers/actions/add_customer_note'
import { sendCustomerNotFound } from '#app/customers/http/api/customer_refusals'
import { showCustomerNote } from '#app/customers/http/transformers/customer_transformers'
import { addNote } from '#app/customers/http/validators/customer_validators'
import { findCustomer } from '#app/customers/queries/find_customer'
import { listCustomerNotes } from '#app/customers/queries/list_customer_notes'

@inject()
export default class CustomerNotesController {
  constructor(private addCustomerNote: AddCustomerNote) {}

  async index(ctx: HttpContext) {
    const id = readId('customer', ctx.params.id)
    if (!id || !(await findCustomer(id))) return sendCustomerNotFound(ctx)
    const { cursor, limit } = await ctx.request.validateUsing(pageQuery)
    const page = await listCustomerNotes(id, { before: cursor ?? null, size: pageSize(limit) })
    return toListAnswer(page, showCustomerNote)
  }

  async store(ctx: HttpContext) {
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return sendCustomerNotFound(ctx)
    const { body } = await ctx.request.validateUsing(addNote)
    const result = await this.addCustomerNote.execute({ customerId, body, authorId: ctx.caller!.userId })
    return result.ok ? showCustomerNote(result.value) : sendCustomerNotFound(ctx)
  }
}
