import { inject } from '@adonisjs/core'
import { findSessionCaller, isSessionOpen } from '#app/identity/index'
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
  /** Who looks in. */
  userId: string
  /** In which session they asked, by its mark, or with which token a program did. The visit ends with it. */
  session: string | null
  tokenId: string | null
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

  /** A ticket that was used before opens nothing, whoever holds it, nor does one whose session ended since. */
  async execute(
    ticketId: string,
    visit: ConsoleVisit
  ): Promise<Result<ConsoleLink, PanelAccessError | { type: 'ticket_used' } | { type: 'session_ended' }>> {
    const isFirst = await inTransaction(async () => {
      const service = await findService(visit.serviceId)
      if (!service) return ok(false)
      const usedAt = this.clock.wall()
      await deleteUsedTickets(addDuration(usedAt, { hours: -1 }))
      return ok(await insertUsedTicket({ id: ticketId, serviceId: visit.serviceId, usedAt }))
    })
    if (!isFirst.ok || !isFirst.value) return err({ type: 'ticket_used' })
    if (!(await isSessionOpen(visit))) return err({ type: 'session_ended' })
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

  /** A service that was suspended, ended or given away meanwhile is not typed into any more, nor by whoever lost the right. */
  async mayStay(visit: ConsoleVisit): Promise<boolean> {
    const { serviceId, customerId } = visit
    const service = await inReadTransaction(() => findService(serviceId))
    if (service === null || !isUsable(service)) return false
    if (customerId !== null && service.customerId !== customerId) return false
    return (await isSessionOpen(visit)) && mayStillOpen(visit)
  }
}

/** A member who left or was given less, and staff who did, go in the middle of a visit. */
async function mayStillOpen({ userId, serviceId, customerId }: ConsoleVisit): Promise<boolean> {
  const found = await findSessionCaller({ userId, kind: customerId ? 'customer' : 'staff', customerId })
  if (!found) return false
  const { caller } = found
  if (caller.kind === 'staff') return caller.abilities.has('staff:services:write')
  const isTheirs = caller.customerId === customerId && (caller.serviceIds?.has(serviceId) ?? true)
  return isTheirs && caller.abilities.has('services:power')
}
