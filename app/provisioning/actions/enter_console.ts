import { inject } from '@adonisjs/core'
import { inReadTransaction, inTransaction } from '#app/shared/database/unit'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import { addDuration } from '#app/shared/time/calendar'
import type { ConsoleLink } from '#app/provisioning/drivers/contract'
import { isUsable } from '#app/provisioning/domain/service'
import { OpenPanelAccess, type PanelAccessError } from '#app/provisioning/actions/open_panel_access'
import { findService } from '#app/provisioning/records/services'
import { deleteUsedTickets, insertUsedTicket } from '#app/provisioning/records/used_console_tickets'

export interface ConsoleVisit {
  serviceId: string
  /** Whose service it must be; null for staff. */
  customerId: string | null
  /** Of a screen, whose address was made with its password: asking anew would make another one. */
  screenUrl?: string
}

/** Lets somebody into the console of a running server, once for each ticket, and keeps asking whether they may stay. */
@inject()
export class EnterConsole {
  constructor(
    private clock: Clock,
    private access: OpenPanelAccess
  ) {}

  /** A ticket that was used before opens nothing, whoever holds it. */
  async execute(
    ticketId: string,
    visit: ConsoleVisit
  ): Promise<Result<ConsoleLink, PanelAccessError | { type: 'ticket_used' }>> {
    const isFirst = await inTransaction(async () => {
      const service = await findService(visit.serviceId)
      if (!service) return ok(false)
      const usedAt = this.clock.wall()
      await deleteUsedTickets(addDuration(usedAt, { hours: -1 }))
      return ok(await insertUsedTicket({ id: ticketId, serviceId: visit.serviceId, usedAt }))
    })
    if (!isFirst.ok || !isFirst.value) return err({ type: 'ticket_used' })
    return visit.screenUrl ? this.enterScreen(visit, visit.screenUrl) : this.access.renewConsole(visit)
  }

  private async enterScreen(
    visit: ConsoleVisit,
    url: string
  ): Promise<Result<ConsoleLink, PanelAccessError>> {
    const reached = await this.access.reach(visit, 'console')
    return reached.ok ? ok({ kind: 'vnc', url, password: '' }) : reached
  }

  /** The panel's own tickets end sooner than a visit does. */
  renew(visit: ConsoleVisit): Promise<Result<ConsoleLink, PanelAccessError>> {
    return this.access.renewConsole(visit)
  }

  /** A service that was suspended, ended or given away meanwhile is not typed into any more. */
  async mayStay({ serviceId, customerId }: ConsoleVisit): Promise<boolean> {
    const service = await inReadTransaction(() => findService(serviceId))
    return service !== null && isUsable(service) && (customerId === null || service.customerId === customerId)
  }
}
