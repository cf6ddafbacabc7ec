import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseNewNote } from '#app/customers/http/api/note_refusals'
import { NoteDesk } from '#app/customers/http/note_desk'
import { showCustomerNote } from '#app/customers/http/transformers/customer_transformers'

/** Talks on the telephone with a customer, written down by staff. */
@inject()
export default class CustomerCallsController {
  constructor(private desk: NoteDesk) {}

  async store(ctx: HttpContext) {
    const result = await this.desk.addCall(ctx)
    return result.ok ? showCustomerNote(result.value) : refuseNewNote(ctx, result.error)
  }
}
