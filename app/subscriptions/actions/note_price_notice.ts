import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { dateIn } from '#app/shared/time/calendar'
import { noteTold } from '#app/subscriptions/records/price_moves'

/** Notes that the notice of a higher price went out: its days are counted from here. The first mail of several counts. */
@inject()
export class NotePriceNotice {
  execute({ entryId, sentAt }: { entryId: string; sentAt: Date }): Promise<boolean> {
    return inTransaction(() => noteTold(entryId, dateIn(currentTenant().timeZone, sentAt)))
  }
}
