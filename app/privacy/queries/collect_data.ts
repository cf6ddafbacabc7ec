import { sql } from 'kysely'
import { findTeam } from '#app/identity/index'
import { findCustomer, showCustomer, showTeamMember } from '#app/customers/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import * as consents from '#app/privacy/records/consents'

export interface CollectedData {
  /** File names with what is in them, as JSON. */
  files: Record<string, unknown>
  /** Invoices and credit notes, whose papers go along. */
  invoiceIds: string[]
  creditNoteIds: string[]
}

/** Each table that holds something of the customer, with the columns that are theirs to know. Secrets and our own notes are not. */
const tables: Record<string, string> = {
  services: `select id, hostname, status, spec, created_at, terminated_at from services where customer_id = $1 order by id`,
  subscriptions: `select id, plan_id, status, currency, interval_unit, interval_count, recurring_amount, created_at from subscriptions where customer_id = $1 order by id`,
  orders: `select id, number, status, currency, total, ip, user_agent, terms_accepted_at, created_at from orders where customer_id = $1 order by id`,
  invoices: `select id, reference, status, currency, total, amount_due, issued_at, due_on from invoices where customer_id = $1 order by id`,
  credit_notes: `select id, reference, invoice_id, currency, total, issued_at from credit_notes where customer_id = $1 order by id`,
  quotes: `select id, reference, status, name, email, currency, total, sent_at, valid_until, accepted_name, accepted_ip, accepted_user_agent from offers where customer_id = $1 and sent_at is not null order by id`,
  refunds: `select id, payment_id, invoice_id, way, status, amount, currency, created_at, succeeded_at from refunds where customer_id = $1 order by id`,
  received_payments: `select id, method, reference, amount, currency, received_on from received_payments where customer_id = $1 order by id`,
  disputes: `select id, payment_id, status, amount, currency, evidence, opened_at, closed_at from disputes where customer_id = $1 order by id`,
  ssh_keys: `select id, name, public_key, fingerprint, created_at from ssh_keys where customer_id = $1 order by id`,
  payments: `select id, status, amount, currency, created_at from payments where customer_id = $1 order by id`,
  payment_methods: `select id, kind, brand, last4, exp_month, exp_year, country, status, created_at from payment_methods where customer_id = $1 order by id`,
  messages: `select id, kind, recipient, subject_line, text_body, status, created_at, sent_at from messages where customer_id = $1 order by id`,
  activity: `select id, type, subject_kind, subject_id, data, occurred_at from events where customer_id = $1 order by id`,
}

/** Everything that is kept about one customer and the people of its team. */
export function collectData(customerId: string): Promise<CollectedData> {
  return inReadTransaction(async () => {
    const customer = (await findCustomer(customerId))!
    const team = await findTeam(customerId)
    const files: Record<string, unknown> = {
      customer: showCustomer(customer),
      team: team.map(showTeamMember),
      consents: (await consents.listOfCustomer(customerId)).map(({ kind, version, is_given, at }) => ({
        kind,
        version,
        is_given,
        at,
      })),
      sign_ins: await listSignIns(team.map(({ userId }) => userId)),
      applications: await listApplications(team.map(({ userId }) => userId)),
    }
    for (const [name, text] of Object.entries(tables)) files[name] = await ask(text, customerId)
    return {
      files,
      invoiceIds: (files.invoices as { id: string }[]).map(({ id }) => id),
      creditNoteIds: (
        await ask('select id from credit_notes where customer_id = $1 order by id', customerId)
      ).map(({ id }) => id as string),
    }
  })
}

async function ask(text: string, customerId: string): Promise<Record<string, unknown>[]> {
  const [before, after] = text.split('$1') as [string, string]
  const { rows } = await sql<
    Record<string, unknown>
  >`${sql.raw(before)}${customerId}${sql.raw(after)}`.execute(db)
  return rows
}

async function listSignIns(userIds: string[]): Promise<object[]> {
  if (userIds.length === 0) return []
  return db
    .selectFrom('sign_ins')
    .select(['user_id', 'email', 'ip', 'user_agent', 'outcome', 'factor', 'at'])
    .where('user_id', 'in', userIds)
    .orderBy('id', 'desc')
    .limit(10_000)
    .execute()
}

/** Which other applications they let know who they are, and what those may know. */
async function listApplications(userIds: string[]): Promise<object[]> {
  if (userIds.length === 0) return []
  return db
    .selectFrom('oauth_consents as consent')
    .innerJoin('oauth_clients as client', (join) =>
      join.onRef('client.tenant_id', '=', 'consent.tenant_id').onRef('client.id', '=', 'consent.client_id')
    )
    .select(['consent.user_id', 'client.name', 'consent.scopes', 'consent.given_at'])
    .where('consent.user_id', 'in', userIds)
    .orderBy('consent.given_at')
    .execute()
}
