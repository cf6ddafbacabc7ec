import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { isAllowed } from '#app/shared/http/caller'
import { refuseField } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { AddCustomerNote, type AddCustomerNoteError } from '#app/customers/actions/add_customer_note'
import { ChangeCustomerNote } from '#app/customers/actions/change_customer_note'
import type { NoteReader } from '#app/customers/domain/customer_note'
import { addCall, addNote, changeNote } from '#app/customers/http/validators/customer_validators'
import type { NoteWithAuthor } from '#app/customers/records/customer_notes'
import { parseInstant } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { err, type Result } from '#app/shared/result'

/** What staff do to notes and calls, from a page or over the API. */
@inject()
export class NoteDesk {
  constructor(
    private clock: Clock,
    private add: AddCustomerNote,
    private change: ChangeCustomerNote
  ) {}

  async addNote(ctx: HttpContext): Promise<Result<NoteWithAuthor, AddCustomerNoteError>> {
    const form = await ctx.request.validateUsing(addNote)
    return this.write(ctx, form)
  }

  async addCall(ctx: HttpContext): Promise<Result<NoteWithAuthor, AddCustomerNoteError>> {
    const { direction, called_at, minutes, ...form } = await ctx.request.validateUsing(addCall)
    const calledAt = called_at === undefined ? this.clock.now() : parseInstant(called_at)
    if (!calledAt) return refuseField('called_at', ctx.i18n.t('customers.notes.no_such_time'))
    return this.write(ctx, { ...form, call: { direction, calledAt, minutes: minutes ?? null } })
  }

  async changeNote(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(changeNote)
    const mentionIds = form.mention_ids && readUsers(form.mention_ids)
    const changes = { body: form.body, isPinned: form.is_pinned, mentionIds }
    return this.change.execute(noteId(ctx), changes, readerOf(ctx))
  }

  remove(ctx: HttpContext) {
    return this.change.remove(noteId(ctx), readerOf(ctx))
  }

  restore(ctx: HttpContext) {
    return this.change.restore(noteId(ctx), readerOf(ctx))
  }

  private write(
    ctx: HttpContext,
    form: {
      body: string
      is_pinned?: boolean
      mention_ids?: string[]
      call?: Parameters<AddCustomerNote['execute']>[0]['call']
    }
  ): Promise<Result<NoteWithAuthor, AddCustomerNoteError>> {
    const customerId = readId('customer', ctx.params.id)
    if (!customerId) return Promise.resolve(err({ type: 'customer_not_found' as const }))
    return this.add.execute({
      customerId,
      authorId: ctx.caller!.userId,
      body: form.body,
      isPinned: form.is_pinned,
      mentionIds: readUsers(form.mention_ids ?? []),
      call: form.call,
    })
  }
}

const nobody = '00000000-0000-0000-0000-000000000000'

const noteId = (ctx: HttpContext) => readId('customerNote', ctx.params.id) ?? nobody

function readerOf({ caller }: HttpContext): NoteReader {
  return { userId: caller!.userId, isManager: isAllowed(caller!, 'staff:settings:write') }
}

/** What is no id names nobody, and is refused as a colleague who is not there. */
function readUsers(ids: string[]): string[] {
  return ids.map((id) => readId('user', id) ?? nobody)
}
