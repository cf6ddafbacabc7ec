import type { Check } from '#tests/simulation/auditor/findings'

/** Instants of the domain: table, column. None may lie ahead, and none may come from the clock of the machine. */
const instants = [
  ['events', 'occurred_at'],
  ['journal_entries', 'occurred_at'],
  ['invoices', 'issued_at'],
  ['invoices', 'closed_at'],
  ['credit_notes', 'issued_at'],
  ['invoice_settlements', 'settled_at'],
  ['payments', 'created_at'],
  ['payments', 'succeeded_at'],
  ['refunds', 'created_at'],
  ['refunds', 'succeeded_at'],
  ['subscriptions', 'created_at'],
  ['subscriptions', 'cancelled_at'],
  ['subscriptions', 'suspended_at'],
  ['subscription_changes', 'requested_at'],
  ['subscription_changes', 'finished_at'],
  ['services', 'activated_at'],
  ['services', 'terminated_at'],
  ['orders', 'created_at'],
  ['orders', 'finished_at'],
  ['messages', 'sent_at'],
] as const

/** An instant and the day that it must be in the company's zone: table, day, instant. */
const days = [
  ['invoices', 'issued_on', 'issued_at'],
  ['credit_notes', 'issued_on', 'issued_at'],
] as const

/** Invariant 10: $2 is the company's zone, $3 the instant of the audit. The company's time begins in January 2026. */
export const timeChecks: Check[] = [
  ...instants.map(([table, column]) => ({
    invariant: 10,
    name: `${column} of ${table} is an instant that has been`,
    sql: `select format('%s %s', '${table}', ${column}) as found from ${table}
           where ${column} > $3::timestamptz or ${column} < '2026-01-01T00:00:00Z'`,
  })),
  ...days.map(([table, day, instant]) => ({
    invariant: 10,
    name: `${day} of ${table} is the day of its instant in the company's zone`,
    sql: `select format('%s: %s at %s', reference, ${day}, ${instant}) as found from ${table}
           where ${day} <> (${instant} at time zone $2::text)::date`,
  })),
  {
    invariant: 10,
    name: 'who pays in advance was asked before the period or on its first day',
    sql: `select format('%s of %s: due %s for a period from %s', i.reference, i.issued_on, i.due_on, l.period_starts_on) as found
            from invoices i join invoice_lines l on l.invoice_id = i.id
           where i.kind = 'renewal' and l.kind = 'plan' and i.due_on < i.issued_on`,
  },
]
