import encryption from '@adonisjs/core/services/encryption'
import { type Caller, reachableServices, visibleCustomer } from '#app/shared/http/caller'

/** Who asks for live updates. Given to a signed-in page, good for one connection within a minute. */
export interface LiveTicket {
  tenantId: string
  /** Null for staff, who hear everything of their tenant. A member who sees chosen services hears nothing: their pages ask instead. */
  customerId: string | null
  /** The session it was asked for in, by its mark: with that the connection ends. */
  session: string | null
  /** Of somebody who acts in a person's name: when that is over, in milliseconds. */
  until: number | null
}

const purpose = 'live_ticket'

export function issueTicket(tenantId: string, caller: Caller, session: string | null): string {
  const room = reachableServices(caller) ? 'nobody' : visibleCustomer(caller)
  const until = (caller.kind === 'customer' && caller.until?.getTime()) || null
  const ticket: LiveTicket = { tenantId, customerId: room, session, until }
  return encryption.encrypt(ticket, { expiresIn: '1 minute', purpose })
}

export function readTicket(text: unknown): LiveTicket | null {
  return typeof text === 'string' ? encryption.decrypt<LiveTicket>(text, purpose) : null
}
