import { inject } from '@adonisjs/core'
import { type ApprovalRefusal, countApprovers, mayApprove } from '#app/payments/index'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { derivedId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { AdjustBalance, type AdjustBalanceError } from '#app/billing/actions/adjust_balance'
import { toGiftFact } from '#app/billing/actions/announce_gift'
import { GiveCreditNote, type GiveCreditNoteError } from '#app/billing/actions/give_credit_note'
import { WeighGift, type WeighGiftError } from '#app/billing/actions/weigh_gift'
import { WriteOffInvoice, type WriteOffInvoiceError } from '#app/billing/actions/write_off_invoice'
import { RevokeInvoice, type RevokeInvoiceError } from '#app/billing/actions/revoke_invoice'
import type { GiftRequest } from '#app/billing/domain/gift_request'
import { giftGiven, giftRefused } from '#app/billing/events'
import { closeGiftRequest, lockGiftRequest } from '#app/billing/records/gift_requests'

export type DecideGiftError =
  | { type: 'gift_request_not_found' | 'changed_meanwhile' }
  | { type: ApprovalRefusal }
  | WeighGiftError
  | AdjustBalanceError
  | GiveCreditNoteError
  | WriteOffInvoiceError
  | RevokeInvoiceError

/**
 * A second person agrees to a gift, or refuses it. It is measured again, for much may have happened since, and done as theirs: how much
 * they may give away themselves is looked at where it is given.
 */
@inject()
export class DecideGift {
  constructor(
    private clock: Clock,
    private weigh: WeighGift,
    private adjustBalance: AdjustBalance,
    private giveCreditNote: GiveCreditNote,
    private writeOffInvoice: WriteOffInvoice,
    private revokeInvoice: RevokeInvoice,
    private events: EventLog
  ) {}

  approve(input: { id: string; decidedBy: string }): Promise<Result<GiftRequest, DecideGiftError>> {
    return inTransaction(async () => {
      const request = await lockGiftRequest(input.id)
      if (!request) return err({ type: 'gift_request_not_found' })
      const refusal = await this.findRefusal(request, input.decidedBy)
      if (refusal) return err({ type: refusal })
      const weighed = await this.weigh.execute(request.gift)
      if (!weighed.ok) return weighed
      if (weighed.value.money.amount !== request.money.amount) return err({ type: 'changed_meanwhile' })
      const given = await this.give(request)
      return given.ok ? ok(await this.close(request, 'given', input.decidedBy)) : given
    })
  }

  /** Whoever asked may call it off as well. */
  refuse(input: { id: string; decidedBy: string }): Promise<Result<GiftRequest, DecideGiftError>> {
    return inTransaction(async () => {
      const request = await lockGiftRequest(input.id)
      if (!request) return err({ type: 'gift_request_not_found' })
      if (request.status !== 'waiting') return err({ type: 'not_waiting' })
      return ok(await this.close(request, 'refused', input.decidedBy))
    })
  }

  private async findRefusal(request: GiftRequest, userId: string): Promise<ApprovalRefusal | null> {
    const { amount, currency } = request.money
    return mayApprove({
      isWaiting: request.status === 'waiting',
      isOwn: request.requestedBy === userId,
      amount,
      // Looked at where it is given.
      today: 0n,
      limit: null,
      others: await countApprovers('gift', { exceptUserId: userId, amount, currency }),
    })
  }

  private give({ id, gift, reason }: GiftRequest): Promise<Result<unknown, DecideGiftError>> {
    switch (gift.kind) {
      case 'balance':
        return this.adjustBalance.execute({ ...gift, reason, requestKey: id })
      case 'credit_note':
        return this.giveCreditNote.execute({ ...gift, reason, creditNoteId: derivedId(id, 'credit_note') })
      case 'write_off':
        return this.writeOffInvoice.execute({ ...gift, reason })
      case 'void':
        return this.revokeInvoice.execute({ ...gift, reason })
    }
  }

  private async close(
    request: GiftRequest,
    status: 'given' | 'refused',
    decidedBy: string
  ): Promise<GiftRequest> {
    const decidedAt = this.clock.now()
    await closeGiftRequest(request.id, { status, decidedBy, decidedAt })
    await this.events.record([toGiftFact(status === 'given' ? giftGiven : giftRefused, request)])
    return { ...request, status, decidedBy, decidedAt }
  }
}
