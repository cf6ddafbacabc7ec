import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface SignInRow {
  id: string
  email: string
  ip: string | null
  user_agent: string | null
  outcome: string
  at: Date
}

const shownMax = 50

/** Sign-ins of everybody in a customer's team, newest first. */
export function listCustomerSignIns(customerId: string): Promise<SignInRow[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<SignInRow>`
      select s.id, s.email, host(s.ip) as ip, s.user_agent, s.outcome, s.at
        from memberships m
        join lateral (
          select * from sign_ins i where i.tenant_id = m.tenant_id and i.user_id = m.user_id order by i.id desc limit ${shownMax}) s on true
       where m.customer_id = ${customerId} order by s.id desc limit ${shownMax}`.execute(db)
    return rows
  })
}
