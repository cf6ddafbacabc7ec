import { sql } from 'kysely'
import { findTeam } from '#app/identity/index'
import { findCustomer, showCustomer, showTeamMember } from '#app/customers/index'
import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { allEventKinds } from '#app/shared/events/event'
import { toldData } from '#app/shared/events/told_data'
import { collectPeople } from '#app/privacy/queries/collect_people'
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
  addresses: `select service_id, network::text, hostname, started_at, ended_at from address_holdings where customer_id = $1 order by id`,
  trials: `select id, email, status, starts_on, ends_on from trials where customer_id = $1 order by id`,
  tax_ids: `select value, country, name, address, status, checked_at from tax_ids where customer_id = $1`,
  invitations: `select id, email, created_at, accepted_at, revoked_at from invitations where customer_id = $1 order by id`,
  saved_method_consents: `select id, consent, status, created_at from method_setups where customer_id = $1 order by id`,
  subscriptions: `select id, plan_id, status, currency, interval_unit, interval_count, recurring_amount, content, created_at from subscriptions where customer_id = $1 order by id`,
  orders: `select id, number, status, currency, total, ip, user_agent, terms_accepted_at, created_at from orders where customer_id = $1 order by id`,
  order_lines: `select id, order_id, content, total, status from order_lines where order_id in (select id from orders where customer_id = $1) order by id`,
  changes_of_subscriptions: `select id, subscription_id, content, status, requested_at from subscription_changes where customer_id = $1 order by id`,
  invoices: `select id, reference, status, currency, total, amount_due, issued_at, due_on from invoices where customer_id = $1 order by id`,
  credit_notes: `select id, reference, invoice_id, currency, total, issued_at from credit_notes where customer_id = $1 order by id`,
  quotes: `select id, reference, status, name, email, currency, total, sent_at, valid_until, accepted_name, accepted_ip, accepted_user_agent, intro, notes, decline_reason, content from offers where customer_id = $1 and sent_at is not null order by id`,
  refunds: `select id, payment_id, invoice_id, way, status, amount, currency, created_at, succeeded_at from refunds where customer_id = $1 order by id`,
  received_payments: `select id, method, reference, amount, currency, received_on from received_payments where customer_id = $1 order by id`,
  disputes: `select id, payment_id, status, amount, currency, evidence, opened_at, closed_at from disputes where customer_id = $1 order by id`,
  ssh_keys: `select id, name, public_key, fingerprint, created_at from ssh_keys where customer_id = $1 order by id`,
  payments: `select id, status, amount, currency, consent, created_at from payments where customer_id = $1 order by id`,
  payment_methods: `select id, kind, brand, label, last4, exp_month, exp_year, country, consent, status, created_at from payment_methods where customer_id = $1 order by id`,
  messages: `select id, kind, recipient, subject_line, text_body, status, created_at, sent_at from messages where customer_id = $1 order by id`,
  support_visits: `select id, user_id, reason, begun_at, ended_at from impersonations where customer_id = $1 order by id`,
}

/** Everything that is kept about one customer and the people of its team. */
export function collectData(customerId: string): Promise<CollectedData> {
  return inReadTransaction(async () => {
    const customer = (await findCustomer(customerId))!
    const team = await findTeam(customerId)
    const files: Record<string, unknown> = {
      customer: showCustomer(customer),
      team: team.map(showTeamMember),
      consents: (await consents.listOfCustomer(customerId)).map(({ kind, version, is_given, ip, at }) => ({
        kind,
        version,
        is_given,
        ip,
        at,
      })),
      ...(await collectPeople(
        customerId,
        team.map(({ userId }) => userId)
      )),
      activity: await listActivity(customerId),
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

/**
 * What happened, as far as customers are told: not what staff considered among themselves, and not their words. Who knew of a warning, or of a
 * hold that a court wanted, could act on it (Art. 15 (4) GDPR).
 */
async function listActivity(customerId: string): Promise<object[]> {
  const unheard = allEventKinds().flatMap(({ name, isAmongStaff }) => (isAmongStaff ? [name] : []))
  const facts = await db
    .selectFrom('events')
    .select(['id', 'type', 'subject_kind', 'subject_id', 'actor_kind', 'data', 'occurred_at'])
    .where('customer_id', '=', customerId)
    .where('type', 'not in', unheard)
    .orderBy('id')
    .execute()
  return facts.map(({ actor_kind, data, ...fact }) => ({
    ...fact,
    data: toldData(actor_kind, data as Record<string, unknown>),
  }))
}
