import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import { consentChanged } from '#app/privacy/events'
import * as consents from '#app/privacy/records/consents'

export interface ConsentWish {
  userId: string
  customerId: string
  kind: 'terms' | 'marketing'
  isGiven: boolean
  version: string | null
  ip: string | null
}

/** Writes down that a person agrees to something, or does so no longer. Each time is a row of its own: what was agreed to when can be shown. */
@inject()
export class SetConsent {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute({ userId, customerId, kind, isGiven, version, ip }: ConsentWish): Promise<void> {
    await inTransaction(async () => {
      const last = await consents.findLast(userId, kind)
      if ((last?.is_given ?? false) === isGiven && (last?.version ?? null) === version) return
      const id = newId()
      await consents.insert({
        id,
        user_id: userId,
        customer_id: customerId,
        kind,
        version,
        is_given: isGiven,
        ip,
        at: this.clock.now(),
      })
      const data = { userId, kind, isGiven }
      await this.events.record([fact(consentChanged, { kind: 'user', id: userId }, { customerId, data })])
    })
  }
}
