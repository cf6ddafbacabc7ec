import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { customerNoteAdded } from '#app/customers/events'
import * as customerNotes from '#app/customers/records/customer_notes'
import * as customers from '#app/customers/records/customers'

export interface NewCustomerNote {
  customerId: string
  authorId: string
  body: string
}

export type AddCustomerNoteError = { type: 'customer_not_found' }

/** Writes down something that staff should know about a customer. The customer does not see it. */
@inject()
export class AddCustomerNote {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(note: NewCustomerNote): Promise<Result<customerNotes.NoteWithAuthor, AddCustomerNoteError>> {
    return inTransaction(async () => {
      const customer = await customers.find(note.customerId)
      if (!customer) return err({ type: 'customer_not_found' as const })
      const id = newId()
      await customerNotes.insert({
        id,
        customer_id: note.customerId,
        author_id: note.authorId,
        body: note.body,
        created_at: this.clock.now(),
      })
      const subject = { kind: 'customer', id: note.customerId }
      const data = { customerId: note.customerId, noteId: id }
      await this.events.record([fact(customerNoteAdded, subject, { customerId: note.customerId, data })])
      return ok((await customerNotes.find(id))!)
    })
  }
}
