import { db } from '#app/shared/database/db'

/** Notes that a ticket was used. @returns false when it had been before: whoever comes second opens nothing */
export async function insertUsedTicket(ticket: {
  id: string
  serviceId: string
  usedAt: Date
}): Promise<boolean> {
  const row = await db
    .insertInto('used_console_tickets')
    .values({ id: ticket.id, service_id: ticket.serviceId, used_at: ticket.usedAt })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Tickets that have ended by themselves open nothing either way. @returns how many were thrown away */
export async function deleteUsedTickets(before: Date): Promise<number> {
  const deleted = await db.deleteFrom('used_console_tickets').where('used_at', '<', before).executeTakeFirst()
  return Number(deleted.numDeletedRows)
}
