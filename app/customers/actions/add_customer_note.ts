import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { newlyMentioned } from '#app/customers/domain/customer_note'
import { customerNoteAdded, staffMentioned } from '#app/customers/events'
import { findMentionableStaff } from '#app/customers/queries/find_mentionable_staff'
import * as customerNotes from '#app/customers/records/customer_notes'
import * as customers from '#app/customers/records/customers'

/** A talk on the telephone. */
export interface Call {
  direction: 'incoming' | 'outgoing'
  calledAt: Date
  /** Whole minutes; null where nobody looked at the clock. */
  minutes: number | null
}

export interface NewCustomerNote {
  customerId: string
  authorId: string
  body: string
  isPinned?: boolean
  /** Colleagues to whom it is addressed. */
  mentionIds?: string[]
  /** Where it is of a talk on the telephone. */
  call?: Call | null
}

export type AddCustomerNoteError =
  { type: 'customer_not_found' } | { type: 'staff_unknown' } | { type: 'call_in_the_future' }

/** Writes down something that staff should know about a customer, or what was said on the telephone. The customer does not see it. */
@inject()
export class AddCustomerNote {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(note: NewCustomerNote): Promise<Result<customerNotes.NoteWithAuthor, AddCustomerNoteError>> {
    return inTransaction(async () => {
      const { customerId, authorId, call = null, mentionIds = [] } = note
      const now = this.clock.now()
      if (!(await customers.find(customerId))) return err({ type: 'customer_not_found' as const })
      if (call && call.calledAt > now) return err({ type: 'call_in_the_future' as const })
      if (!(await areMentionable(mentionIds))) return err({ type: 'staff_unknown' as const })
      const id = newId()
      await customerNotes.insert({
        id,
        customer_id: customerId,
        author_id: authorId,
        kind: call ? 'call' : 'note',
        body: note.body,
        is_pinned: note.isPinned ?? false,
        call_direction: call?.direction ?? null,
        called_at: call?.calledAt ?? null,
        call_minutes: call?.minutes ?? null,
        created_at: now,
      })
      await customerNotes.setMentions(id, mentionIds)
      const subject = { kind: 'customer', id: customerId }
      const added = fact(customerNoteAdded, subject, { customerId, data: { customerId, noteId: id } })
      const userIds = newlyMentioned([], mentionIds, authorId)
      const told = { customerId, noteId: id, authorId, userIds }
      await this.events.record([
        added,
        ...(userIds.length > 0 ? [fact(staffMentioned, subject, { customerId, data: told })] : []),
      ])
      return ok((await customerNotes.find(id))!)
    })
  }
}

/** Whether all of them work here and may read notes. */
export async function areMentionable(userIds: readonly string[]): Promise<boolean> {
  if (userIds.length === 0) return true
  const known = new Set((await findMentionableStaff()).map(({ id }) => id))
  return userIds.every((id) => known.has(id))
}
