import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { fact, type NewFact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { isSamePerson, moveReferral, type ReferralMove, rewardFor } from '#app/promotions/domain/referral'
import {
  referralAttributed,
  referralHeld,
  referralPaid,
  referralRefused,
  referralTakenBack,
} from '#app/promotions/events'
import { findReferralProgramme } from '#app/promotions/records/promotion_settings'
import {
  findReferrer,
  insertReferral,
  lockReferral,
  type Referral,
  updateReferral,
} from '#app/promotions/records/referrals'

export interface HoldReferralInput {
  referral: Referral
  invoice: { id: string; currency: string; subtotal: bigint }
  /** What the referrer gets for so much of the referred one's reward, in the referrer's own currency. */
  referrer: { currency: string; worth: (amount: bigint) => bigint }
}

/** The way of a referral, from the first visit by a link to two rewards or none. */
@inject()
export class MoveReferral {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  /** Notes by whose link a new customer came. Own links, and a second link, change nothing. */
  attribute({ customerId, code }: { customerId: string; code: string }): Promise<Referral | null> {
    return inTransaction(async () => {
      if (!(await findReferralProgramme()).isOn) return null
      const found = await findReferrer(code, customerId)
      if (!found || found.referrerId === customerId) return null
      const now = this.clock.now()
      const isSelf = isSamePerson(found.referrerEmail, found.referredEmail)
      const referral: Referral = {
        id: newId(),
        referrerId: found.referrerId,
        referredId: customerId,
        status: isSelf ? 'refused' : 'pending',
        refusal: isSelf ? 'self' : null,
        invoiceId: null,
        referrer: null,
        referred: null,
        heldUntil: null,
        createdAt: now,
        closedAt: isSelf ? now : null,
      }
      if (!(await insertReferral(referral))) return null
      await this.events.record([announce(referral)])
      return referral
    })
  }

  /** The referral that brought a customer, while it waits for a first paid invoice. Locked until the transaction ends. */
  async lockPending(referredId: string): Promise<Referral | null> {
    const referral = await lockReferral({ referredId })
    return referral?.status === 'pending' ? referral : null
  }

  hold({ referral, invoice, referrer }: HoldReferralInput): Promise<Referral> {
    return inTransaction(async () => {
      const programme = await findReferralProgramme()
      const amount = rewardFor(invoice.subtotal, programme)
      return this.move(referral, 'hold', {
        invoiceId: invoice.id,
        referred: { currency: invoice.currency, amount },
        referrer: { currency: referrer.currency, amount: referrer.worth(amount) },
        heldUntil: addDuration(this.clock.now(), { days: programme.holdDays }),
      })
    })
  }

  refuse(referral: Referral): Promise<Referral> {
    return this.move(referral, 'refuse', { refusal: 'same_payment_method', closedAt: this.clock.now() })
  }

  pay(referral: Referral): Promise<Referral> {
    return this.move(referral, 'pay', { closedAt: this.clock.now() })
  }

  /** Takes waiting rewards back when their invoice is refunded. What is paid already stays. */
  takeBack({ invoiceId }: { invoiceId: string }): Promise<Referral | null> {
    return inTransaction(async () => {
      const referral = await lockReferral({ invoiceId })
      if (referral?.status !== 'held') return null
      return this.move(referral, 'take_back', { closedAt: this.clock.now() })
    })
  }

  private move(referral: Referral, move: ReferralMove, changes: Partial<Referral>): Promise<Referral> {
    return inTransaction(async () => {
      const moved = moveReferral(referral.status, move)
      if (!moved.ok) throw new Error(`Referral ${referral.id} is ${referral.status}: ${move} is not allowed`)
      const changed = { ...referral, ...changes, status: moved.value }
      await updateReferral(changed)
      await this.events.record([announce(changed)])
      return changed
    })
  }
}

function announce(referral: Referral): NewFact {
  const { id, referrerId, referredId, status } = referral
  const subject = { kind: 'referral', id }
  const data = { referralId: id, referrerId, referredId }
  const customerId = referrerId
  switch (status) {
    case 'pending':
      return fact(referralAttributed, subject, { customerId, data })
    case 'held':
      return fact(referralHeld, subject, {
        customerId,
        data: { ...data, invoiceId: referral.invoiceId!, heldUntil: referral.heldUntil!.toISOString() },
      })
    case 'paid':
      return fact(referralPaid, subject, { customerId, data })
    case 'refused':
      return fact(referralRefused, subject, { customerId, data: { ...data, refusal: referral.refusal! } })
    case 'taken_back':
      return fact(referralTakenBack, subject, {
        customerId,
        data: { ...data, invoiceId: referral.invoiceId! },
      })
  }
}
