import { inject } from '@adonisjs/core'
import { PostEntries } from '#app/ledger/index'
import { sharePaymentMethod } from '#app/payments/index'
import { listHeldUntil, lockReferral, MoveReferral } from '#app/promotions/index'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { eachAlone } from '#app/shared/jobs/each_alone'
import { Clock } from '#app/shared/time/clock'
import { bookReferral } from '#app/billing/domain/bookings'
import { isPaidForGood } from '#app/billing/records/kept_money'

const perLook = 200

/** Puts rewards whose time of holding is over on the balances of both customers; or takes them back where the money did not stay. */
@inject()
export class PayOutReferrals {
  constructor(
    private clock: Clock,
    private moveReferral: MoveReferral,
    private postEntries: PostEntries
  ) {}

  async execute(): Promise<number> {
    const due = await inReadTransaction(() => listHeldUntil(this.clock.now(), perLook))
    return eachAlone(due, (id) => this.payOut(id))
  }

  private payOut(id: string): Promise<void> {
    return inTransaction(async () => {
      const referral = await lockReferral({ id })
      if (referral?.status !== 'held') return
      const { invoiceId } = referral
      if (invoiceId && !(await isPaidForGood(invoiceId))) {
        await this.moveReferral.takeBack({ invoiceId })
        return
      }
      if (await sharePaymentMethod(referral.referrerId, referral.referredId)) {
        await this.moveReferral.refuse(referral)
        return
      }
      const entry = bookReferral(referral)
      if (entry) await this.postEntries.execute([entry])
      await this.moveReferral.pay(referral)
    })
  }
}
