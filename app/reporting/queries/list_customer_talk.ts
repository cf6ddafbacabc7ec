import { sql } from 'kysely'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'

export interface MessageRow {
  id: string
  kind: string
  recipient: string
  subject_line: string | null
  text_body: string | null
  status: string
  last_error: string | null
  created_at: Date
  sent_at: Date | null
}

export interface NoteRow {
  id: string
  body: string
  author: string
  created_at: Date
}

export interface SignInRow {
  id: string
  email: string
  ip: string | null
  user_agent: string | null
  outcome: string
  at: Date
}

const shownMax = 50

/** Mails to a customer, newest first. */
export function listCustomerMessages(customerId: string): Promise<MessageRow[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<MessageRow>`
      select id, kind, recipient, subject_line, text_body, status, last_error, created_at, sent_at
        from messages where customer_id = ${customerId} order by id desc limit ${shownMax}`.execute(db)
    return rows
  })
}

/** What staff wrote down about a customer, newest first. */
export function listCustomerNotes(customerId: string): Promise<NoteRow[]> {
  return inReadTransaction(async () => {
    const { rows } = await sql<NoteRow>`
      select n.id, n.body, u.name as author, n.created_at
        from customer_notes n join users u on u.tenant_id = n.tenant_id and u.id = n.author_id
       where n.customer_id = ${customerId} order by n.id desc limit ${shownMax}`.execute(db)
    return rows
  })
}

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
