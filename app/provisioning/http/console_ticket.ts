import encryption from '@adonisjs/core/services/encryption'
import { newId } from '#app/shared/ids'

/** Opens the console of one service, once, within a minute. Given to whoever may open it, and to nobody else. */
export interface ConsoleTicket {
  id: string
  tenantId: string
  serviceId: string
  /** Whose service it has to be still; null for staff. */
  customerId: string | null
  /** Who asked, and the session they did it in, by its mark, or the token of their program. */
  userId: string
  session: string | null
  tokenId: string | null
  /** Where the panel shows the screen, when that is what is opened. The ticket is sealed: nobody else reads it. */
  screenUrl?: string
}

const purpose = 'console_ticket'

export function issueConsoleTicket(ticket: Omit<ConsoleTicket, 'id'>): string {
  return encryption.encrypt({ ...ticket, id: newId() }, { expiresIn: '1 minute', purpose })
}

export function readConsoleTicket(text: string): ConsoleTicket | null {
  return encryption.decrypt<ConsoleTicket>(text, purpose)
}
