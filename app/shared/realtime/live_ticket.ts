import encryption from '@adonisjs/core/services/encryption'
import { type Caller, reachableServices, visibleCustomer } from '#app/shared/http/caller'

/** Who asks for live updates. Given to a signed-in page, good for one connection within a minute. */
export interface LiveTicket {
  tenantId: string
  /** Null for staff, who hear everything of their tenant. */
  customerId: string | null
  /** The session it was asked for in, by its mark: with that the connection ends. */
  session: string | null
  /** Of somebody who acts in a person's name: their own session, which ends it as well. */
  visitorSession: string | null
  /** Of somebody who acts in a person's name: when that is over, in milliseconds. */
  until: number | null
}

const purpose = 'live_ticket'

/** Null for a member who sees chosen services only: what is told to all of a customer's people is not for them, so their pages ask instead. */
export function issueTicket(tenantId: string, caller: Caller, session: string | null): string | null {
  if (reachableServices(caller)) return null
  const room = visibleCustomer(caller)
  const until = (caller.kind === 'customer' && caller.until?.getTime()) || null
  const visitorSession = (caller.kind === 'customer' && caller.visitorSession) || null
  const ticket: LiveTicket = { tenantId, customerId: room, session, visitorSession, until }
  return encryption.encrypt(ticket, { expiresIn: '1 minute', purpose })
}

export function readTicket(text: unknown): LiveTicket | null {
  return typeof text === 'string' ? encryption.decrypt<LiveTicket>(text, purpose) : null
}
