import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { EraseMoneyNotes } from '#app/billing/index'
import { EraseOrders } from '#app/checkout/index'
import { EraseDetails } from '#app/customers/index'
import { EraseTeam } from '#app/identity/index'
import { EraseMessages } from '#app/messaging/index'
import { EraseOffers } from '#app/offers/index'
import { ErasePayer } from '#app/payments/index'
import { EraseServices, ForgetPanelUsers } from '#app/provisioning/index'
import { EraseTrials } from '#app/subscriptions/index'
import { type Certificate, keptWhy, obstaclesOf } from '#app/privacy/domain/erasure'
import { erasureDone } from '#app/privacy/events'
import { findSituation } from '#app/privacy/queries/find_situation'
import * as consents from '#app/privacy/records/consents'
import * as dataExports from '#app/privacy/records/data_exports'
import * as erasures from '#app/privacy/records/erasures'
import * as legalHolds from '#app/privacy/records/legal_holds'

/**
 * Forgets a customer whose day has come. Each domain forgets what is theirs; gateways are told to forget saved cards, and panels to
 * remove accounts, by jobs that follow.
 * What stands in the way by now is written down, and it is tried again the next day.
 */
@inject()
export class EraseCustomer {
  constructor(
    private clock: Clock,
    private eraseTeam: EraseTeam,
    private eraseDetails: EraseDetails,
    private eraseMessages: EraseMessages,
    private eraseOrders: EraseOrders,
    private eraseOffers: EraseOffers,
    private forgetPanelUsers: ForgetPanelUsers,
    private eraseServices: EraseServices,
    private erasePayer: ErasePayer,
    private eraseMoneyNotes: EraseMoneyNotes,
    private eraseTrials: EraseTrials,
    private events: EventLog
  ) {}

  execute(customerId: string): Promise<boolean> {
    return inTransaction(async () => {
      const now = this.clock.now()
      const erasure = await erasures.lockWaiting(customerId)
      if (!erasure || erasure.due_at > now) return false
      const obstacles = obstaclesOf(await findSituation(customerId, now))
      if (obstacles.length > 0) {
        await erasures.update(erasure.id, { obstacles, due_at: addDuration(now, { days: 1 }) })
        return false
      }
      const removed = await this.erase(customerId)
      const certificate: Certificate = { erased_at: now.toISOString(), removed, kept: keptWhy }
      await erasures.update(erasure.id, {
        status: 'done',
        ended_at: now,
        obstacles: [],
        certificate: JSON.stringify(certificate),
      })
      const data = { erasureId: erasure.id, users: removed.people ?? 0 }
      await this.events.record([fact(erasureDone, { kind: 'erasure', id: erasure.id }, { customerId, data })])
      return true
    })
  }

  private async erase(customerId: string): Promise<Record<string, number>> {
    await this.eraseTrials.execute(customerId)
    await this.eraseMoneyNotes.execute(customerId)
    await legalHolds.eraseReasons(customerId)
    const { erasedIds, places, signIns } = await this.eraseTeam.execute(customerId)
    return {
      payment_methods: await this.erasePayer.execute(customerId),
      people: erasedIds.length,
      places_in_the_team: places,
      sign_ins: signIns,
      notes: await this.eraseDetails.execute(customerId),
      origins_of_orders: await this.eraseOrders.execute(customerId),
      persons_of_quotes: await this.eraseOffers.execute(customerId),
      names_of_servers: await this.eraseServices.execute(customerId),
      accounts_at_panels: await this.forgetPanelUsers.execute(customerId),
      mails: await this.eraseMessages.execute(customerId, erasedIds),
      consents: await consents.removeOfCustomer(customerId),
      copies_of_data: await dataExports.removeOfCustomer(customerId),
    }
  }
}
