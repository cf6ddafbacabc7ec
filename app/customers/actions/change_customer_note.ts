import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { areMentionable } from '#app/customers/actions/add_customer_note'
import {
  mayRemove,
  mayRestore,
  mayReword,
  newlyMentioned,
  type NoteReader,
} from '#app/customers/domain/customer_note'
import { customerNoteChanged, staffMentioned } from '#app/customers/events'
import * as customerNotes from '#app/customers/records/customer_notes'

export interface NoteChanges {
  body?: string
  isPinned?: boolean
  mentionIds?: string[]
}

export type NoteRefusal = { type: 'note_not_found' } | { type: 'note_of_somebody_else' }
export type ChangeNoteError = NoteRefusal | { type: 'staff_unknown' }
export type RestoreNoteError = { type: 'note_not_found' } | { type: 'note_gone' }

type Noted = customerNotes.NoteWithAuthor
type What = 'reworded' | 'pinned' | 'unpinned' | 'removed' | 'restored'

/** Rewords a note, pins it, addresses it, takes it away and has it back. What was said before is not kept: only that it changed. */
@inject()
export class ChangeCustomerNote {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  execute(id: string, changes: NoteChanges, by: NoteReader): Promise<Result<Noted, ChangeNoteError>> {
    return inTransaction(async () => {
      const note = await customerNotes.lock(id)
      if (!note || note.removed_at) return err({ type: 'note_not_found' as const })
      const isReworded = changes.body !== undefined && changes.body !== note.body
      const needsAuthor = isReworded || changes.mentionIds !== undefined
      if (needsAuthor && !mayReword(note, by)) return err({ type: 'note_of_somebody_else' as const })
      const mentionIds = changes.mentionIds ?? []
      if (!(await areMentionable(mentionIds))) return err({ type: 'staff_unknown' as const })
      await customerNotes.update(id, {
        body: changes.body ?? note.body,
        is_pinned: changes.isPinned ?? note.is_pinned,
        edited_at: isReworded ? this.clock.now() : note.edited_at,
      })
      if (changes.mentionIds) await customerNotes.setMentions(id, mentionIds)
      const before = note.mentions.map((colleague) => colleague.id)
      const isPinChanged = changes.isPinned !== undefined && changes.isPinned !== note.is_pinned
      if (isReworded) await this.announce(note, 'reworded')
      if (isPinChanged) await this.announce(note, changes.isPinned ? 'pinned' : 'unpinned')
      await this.tell(note, newlyMentioned(before, mentionIds, note.author_id))
      return ok((await customerNotes.find(id))!)
    })
  }

  remove(id: string, by: NoteReader): Promise<Result<Noted, NoteRefusal>> {
    return inTransaction(async () => {
      const note = await customerNotes.lock(id)
      if (!note || note.removed_at) return err({ type: 'note_not_found' as const })
      if (!mayRemove(note, by)) return err({ type: 'note_of_somebody_else' as const })
      await customerNotes.update(id, { removed_at: this.clock.now(), removed_by: by.userId })
      await this.announce(note, 'removed')
      return ok(note)
    })
  }

  restore(id: string, by: NoteReader): Promise<Result<Noted, RestoreNoteError>> {
    return inTransaction(async () => {
      const note = await customerNotes.lock(id)
      if (!note?.removed_at) return err({ type: 'note_not_found' as const })
      if (!mayRestore(note, by, this.clock.now())) return err({ type: 'note_gone' as const })
      await customerNotes.update(id, { removed_at: null, removed_by: null })
      await this.announce(note, 'restored')
      return ok((await customerNotes.find(id))!)
    })
  }

  private async announce(note: Noted, what: What): Promise<void> {
    const customerId = note.customer_id
    const data = { customerId, noteId: note.id, what }
    const subject = { kind: 'customer', id: customerId }
    await this.events.record([fact(customerNoteChanged, subject, { customerId, data })])
  }

  private async tell(note: Noted, userIds: string[]): Promise<void> {
    if (userIds.length === 0) return
    const customerId = note.customer_id
    const data = { customerId, noteId: note.id, authorId: note.author_id, userIds }
    const subject = { kind: 'customer', id: customerId }
    await this.events.record([fact(staffMentioned, subject, { customerId, data })])
  }
}
