import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { Clock } from '#app/shared/time/clock'
import { insertExposures } from '#app/promotions/records/redemptions'

/** Notes that somebody saw a price with one side of an experiment in it. The first time counts, later ones change nothing. */
@inject()
export class ShowVariants {
  constructor(private clock: Clock) {}

  async execute(agreed: readonly { couponId: string; subject: string; variant: string | null }[]): Promise<void> {
    const shown = agreed.flatMap(({ couponId, subject, variant }) => (variant ? [{ couponId, subject, variant }] : []))
    if (shown.length > 0) await inTransaction(() => insertExposures(shown, this.clock.now()))
  }
} // prettier-ignore
