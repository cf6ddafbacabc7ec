import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { AddCustomerNote } from '#app/customers/actions/add_customer_note'
import { addNote } from '#app/customers/http/validators/customer_validators'

/** What staff should know about a customer. */
@inject()
export default class CustomerNotesController {
  constructor(private addCustomerNote: AddCustomerNote) {}

  async store(ctx: HttpContext) {
    const { body } = await ctx.request.validateUsing(addNote)
    const customerId = readRecordId(ctx, 'customer')
    const result = await this.addCustomerNote.execute({ customerId, authorId: ctx.caller!.userId, body })
    if (!result.ok) throw notFound(ctx)
    return goBackWith(ctx, 'success', 'reporting.notices.note_added')
  }
}
