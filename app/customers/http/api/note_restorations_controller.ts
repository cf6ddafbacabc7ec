import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseNote } from '#app/customers/http/api/note_refusals'
import { NoteDesk } from '#app/customers/http/note_desk'
import { showCustomerNote } from '#app/customers/http/transformers/customer_transformers'

/** Having back a note that was taken away. */
@inject()
export default class NoteRestorationsController {
  constructor(private desk: NoteDesk) {}

  async store(ctx: HttpContext) {
    const result = await this.desk.restore(ctx)
    return result.ok ? showCustomerNote(result.value) : refuseNote(ctx, result.error)
  }
}
