/**
 * What would be wrong if a check of the auditor were right to complain, by the name of the check: statements on the tables of a company
 * that is at rest. They run where nothing holds the database's own rules up any more (see `loosen`), and nothing of them stays.
 */
const one = (table: string, condition = 'true') =>
  `ctid = (select ctid from ${table} where ${condition} limit 1)`
const change = (table: string, values: string, condition?: string) =>
  `update ${table} set ${values} where ${one(table, condition)}`

const refund = (amount: string) => `
  insert into refunds (id, customer_id, way, payment_id, gateway_id, origin, amount, currency, reason, status, created_at, updated_at)
  select gen_random_uuid(), customer_id, 'source', id, gateway_id, 'gateway', ${amount}, currency, 'x', 'succeeded', created_at, created_at
    from payments where status = 'succeeded' and captured_amount > 0 limit 1`
const dispute = `
  insert into disputes (id, customer_id, payment_id, gateway_id, gateway_reference, status, reason, code, amount, currency, is_withheld, opened_at, created_at, updated_at)
  select gen_random_uuid(), customer_id, id, gateway_id, 'dp_x', 'lost', 'x', 'x', 5, currency, true, created_at, created_at, created_at
    from payments where status = 'succeeded' and captured_amount > 0 limit 1`
const creditNote = `
  insert into credit_notes (id, series, number, reference, invoice_id, customer_id, currency, reason, issued_at, issued_on, subtotal, tax_total, total, to_invoice, to_balance, snapshot, hash)
  select gen_random_uuid(), 'CN-', 900, 'CN-900', id, customer_id, currency, 'x', issued_at, issued_on, 3, 0, 3, 3, 0, '{}', ''
    from invoices limit 1`
const changeOfPlan = `
  insert into subscription_changes (id, subscription_id, customer_id, status, timing, effective_on, currency, from_plan_id, to_plan_id, from_amount, to_amount, content, stood, leads, requested_at, finished_at)
  select gen_random_uuid(), id, customer_id, 'done', 'now', started_on, currency, plan_id, gen_random_uuid(), 1, 2, '{}', '{}', '{}', created_at, created_at + interval '50 years'
    from subscriptions where status <> 'cancelled' and started_on is not null limit 1`
const discount = `
  insert into subscription_discounts (id, redemption_id, coupon_id, subscription_id, code, name, percent, unit, uses_left, position, is_exclusive, created_at)
  select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), id, 'X', 'X', 10, 'period', -1, 0, false, created_at
    from subscriptions s where exists (select from subscription_periods p join invoice_lines l on l.invoice_id = p.invoice_id and l.subscription_id = s.id
      where p.subscription_id = s.id and p.ended_early_on is null and l.kind = 'plan' and l.period_ends_on = p.period_ends_on) limit 1`
/** A change in the first period that was invoiced, which does not have the coupon that was counted for it. */
const changeWithoutDiscount = [
  discount,
  `insert into discount_uses (discount_id, period_starts_on, invoice_id, uses)
   select d.id, p.period_starts_on, p.invoice_id, 1
     from subscription_discounts d join subscription_periods p on p.subscription_id = d.subscription_id
    where d.code = 'X' and p.ended_early_on is null limit 1`,
  `insert into invoices select (jsonb_populate_record(null::invoices, to_jsonb(i) ||
            jsonb_build_object('id', '00000000-0000-7000-8000-00000000cafe', 'kind', 'change', 'number', 9999, 'reference', 'INV-X', 'issued_at', i.issued_at + interval '1 hour'))).*
     from invoices i join discount_uses u on u.invoice_id = i.id join subscription_discounts d on d.id = u.discount_id where d.code = 'X'`,
  `insert into invoice_lines select (jsonb_populate_record(null::invoice_lines, to_jsonb(l) ||
            jsonb_build_object('invoice_id', '00000000-0000-7000-8000-00000000cafe', 'kind', 'change', 'position', 99, 'unit_amount', 100, 'amount', 100))).*
     from invoice_lines l join discount_uses u on u.invoice_id = l.invoice_id join subscription_discounts d on d.id = u.discount_id and d.subscription_id = l.subscription_id
    where d.code = 'X' and l.kind = 'plan'`,
  `insert into subscription_changes (id, subscription_id, customer_id, status, timing, effective_on, currency, from_plan_id, to_plan_id, from_amount, to_amount, content, stood, leads, requested_at, finished_at, invoice_id)
   select gen_random_uuid(), s.id, s.customer_id, 'done', 'now', s.started_on, s.currency, s.plan_id, s.plan_id, 1, 2, '{}', '{}', '{}', s.created_at, s.created_at, '00000000-0000-7000-8000-00000000cafe'
     from subscriptions s join subscription_discounts d on d.subscription_id = s.id where d.code = 'X'`,
]
const fact = (type: string, { cause = `'somebody'` } = {}) => `
  insert into events (id, type, subject_kind, subject_id, actor_kind, cause, occurred_at)
  values (gen_random_uuid(), '${type}', 'something', gen_random_uuid(), 'system', ${cause}, '2026-01-06T00:00:00Z')`

const ahead = `'2099-01-01T00:00:00Z'`
/** Rows for tables that may be empty after a short time. */
const rowsFor: Record<string, string> = {
  refunds: refund('1'),
  credit_notes: creditNote,
  subscription_changes: changeOfPlan,
}

/** For the checks that are made of a list: their names are made of it as well. */
function damageByPattern(check: string): string[] | null {
  const announced = /^([a-z_.]+) is announced once for each that is so$/.exec(check)
  if (announced) return [fact(announced[1]!)]
  const instant = /^(\w+) of (\w+) is an instant that has been$/.exec(check)
  const day = /^(\w+) of (\w+) is the day of its instant/.exec(check)
  const [, column, table] = instant ?? day ?? []
  if (!column || !table) return null
  return [...(rowsFor[table] ? [rowsFor[table]] : []), change(table, `${column} = ${instant ? ahead : `${column} - 40`}`)]
} // prettier-ignore

const damages: Record<string, string[]> = {
  'every entry balances in each currency': [change('postings', 'amount = amount + 1')],
  'every entry balances in the reporting currency': [change('postings', 'reporting_amount = reporting_amount + 1')],
  'every entry has all its postings': [change('journal_entries', 'posting_count = posting_count + 1')],
  'each cause is booked once': [`update journal_entries set kind = 'invoice_issued', cause_id = (select cause_id from journal_entries limit 1)`],
  'balances of ledger accounts follow from postings': [change('ledger_accounts', 'balance = balance + 1')],
  'what an invoice says is due is what the books say is owed for it': [change('invoices', 'amount_due = amount_due + 1')],
  'what is due is the total less what was settled, or nothing when the invoice is closed otherwise': [change('invoice_settlements', 'amount = amount + 1')],
  'nobody has a negative balance, and nobody overpaid an invoice': [change('ledger_accounts', `code = 'customer_balance:x', balance = 1`)],
  'a payment that succeeded is in cash once and in full, any other not at all': [change('payments', 'captured_amount = captured_amount + 1', `status = 'succeeded'`)],
  'two payments never share a reference of the gateway': [`update payments set gateway_reference = 'same', gateway_id = (select id from gateways limit 1)`],
  'a refund that succeeded left cash once and in full, any other not at all': [refund('1')],
  'no more goes back than a payment brought': [refund('captured_amount + 1')],
  'the money of a dispute is away while the gateway withholds it, and back when it was given back': [dispute],
  'an invoice is owed by its customer, whole': [change('invoices', 'total = total + 1')],
  'the tax of an invoice is owed to the state': [change('invoices', 'tax_total = tax_total + 1')],
  'the days of an invoice are owed as service': [change('invoices', 'subtotal = subtotal + 1')],
  'money that came is on the balance of who paid': [change('payments', 'forgiven_amount = forgiven_amount + 1', `status = 'succeeded'`)],
  'what is credited to the balance is on it': [creditNote, `update credit_notes set to_balance = to_balance + 1`],
  'what is credited to an invoice is owed no longer': [creditNote],
  'the tax that is credited is not owed to the state': [creditNote, `update credit_notes set tax_total = tax_total + 1`],
  'what settles an invoice from the balance leaves the balance': [change('invoice_settlements', 'amount = amount + 1', `source in ('payment', 'balance')`)],
  'numbers of invoices run from 1 without a gap': ['update invoices set number = number + 1 where number = (select max(number) from invoices)'],
  'numbers of credit_notes run from 1 without a gap': [creditNote],
  'the next number follows the last one': [`update number_series set next_number = next_number + 1`],
  'an invoice is the sum of its lines': [change('invoice_lines', 'amount = amount + 1')],
  'a credit note is the sum of its lines': [creditNote],
  'no more is taken back than was demanded': [
    `insert into credit_note_lines (credit_note_id, position, invoice_id, invoice_line_position, description, amount, tax_amount)
     select gen_random_uuid(), 1, invoice_id, position, 'x', amount * 2, 0 from invoice_lines where amount > 0 limit 1`,
  ],
  'a tax is stated in the currency in which it is owed where that is another one, at the rate of the day of issue': [
    `update invoices set snapshot = (snapshot::jsonb || '{"national_tax": {"rate": "1", "total": {"amount": "1", "currency": "USD"}}}')::json`,
  ],
  'what is credited of such a tax goes back at the rate of its invoice, and no more than it stated': [
    creditNote,
    `update credit_notes set tax_total = 1, snapshot = '{"national_tax": {"rate": "1", "total": {"amount": "1", "currency": "EUR"}}}'`,
  ],
  'a credit note goes where it says: to the invoice and to the balance': [creditNote],
  'a period begins where the one before ended': [
    `insert into subscription_periods (subscription_id, period_starts_on, period_ends_on, invoice_id, invoice_line_position)
     select subscription_id, period_ends_on + 400, period_ends_on + 401, invoice_id, invoice_line_position from subscription_periods limit 1`,
  ],
  'the first period begins on the first day, or on the day on which free days end': [change('subscriptions', 'started_on = started_on - 1', `started_on is not null and trial_ends_on is null`)],
  'who goes on is invoiced up to where it renews': [change('subscriptions', 'renews_on = renews_on + 1', `status = 'active'`)],
  'nothing is due and not invoiced': [change('subscriptions', `invoice_on = '2026-01-06', past_due_since = null, cancel_at_period_end = false`, `status = 'active'`)],
  'who goes on has paid days ahead, or a day on which the next are invoiced': [change('subscriptions', 'invoice_on = null', `status = 'active' and not cancel_at_period_end and ends_on is null`)],
  'who owes nothing overdue is not held back': [`update invoices set status = 'paid'`, change('subscriptions', `status = 'suspended'`, `status = 'active'`)],
  'every line about a whole period belongs to a period, and every period to lines': [change('invoice_lines', 'period_starts_on = period_starts_on + 1', `kind = 'plan'`)],
  'who ended has no day left, and who is to end has not ended late': [change('subscriptions', `ends_on = '2026-01-06'`, `status = 'active'`)],
  'the unpaid are past due, suspended and gone when their days are over': [
    `update invoices set status = 'open', amount_due = 1, due_on = '2025-01-01', promised_until = null
      where id = (select p.invoice_id from subscription_periods p join subscriptions s on s.id = p.subscription_id where s.status = 'active' limit 1)`,
  ],
  'nothing is charged by itself before it is due': [change('invoices', `kind = 'renewal', last_attempt_at = issued_at, due_on = issued_on + 2`)],
  'nothing is charged by itself while it is promised': [change('invoices', `status = 'open', promised_until = '2099-01-01', next_attempt_at = '2098-12-31'`)],
  'a fact has an actor and an instant, and a cause where nobody asked for it': [fact('invoice.issued', { cause: 'null' })],
  'what follows a fact was done or is planned': [change('reaction_deliveries', `status = 'dead'`)],
  'each notice has one row': [`update messages set kind = 'x', step = 0, recipient = 'x', subject_id = (select subject_id from messages limit 1)`],
  'nobody is told the same twice in a day': [`insert into messages select (jsonb_populate_record(null::messages, to_jsonb(m) || jsonb_build_object('id', gen_random_uuid(), 'step', 77))).* from messages m limit 1`],
  'no mail was given up': [change('messages', `status = 'dead', last_error = 'x'`)],
  'no order was asked for money before room was held for it, nor charged before a server of it ran': ['delete from capacity_holds'],
  'an order that came to nothing cost nothing': [`update orders set status = 'failed'`],
  'no message of a gateway was given up': [change('webhook_inbox', `status = 'dead'`)],
  'a discount is not used more often than it was promised': [discount],
  'the rest of a period has the percentages that the period was invoiced with, and no others but lasting ones': changeWithoutDiscount,
  'who pays in advance was asked before the period or on its first day': [`update invoices set kind = 'renewal', due_on = issued_on - 1`],
  'the first invoice of an order is what its quote said': ['update quotes set total = total + 1'],
  'who agreed to another plan has it': [changeOfPlan],
  'who pays has a server, and who has one pays': [`update services set status = 'terminated'`],
  'what is suspended for days does not run, whatever work on it waits': [`update subscriptions set status = 'suspended', suspended_at = '2026-01-06'`, `update services set status = 'active'`],
  'a service is what was sold: its plan is that of its subscription': ['update services set plan_id = gen_random_uuid()'],
  'what each panel runs and what is billed was compared lately': [`update panel_comparisons set status = 'failed'`],
  'no work of anybody is late when all is at rest': [change('messages', `status = 'queued', next_attempt_at = '2026-01-06T00:00:00Z'`)],
  'nothing is unknown for good': [change('payments', `status = 'unknown', updated_at = '2026-01-06T00:00:00Z'`)],
} // prettier-ignore

/** What makes a check complain. Throws for one that nobody knows how to set off. */
export function damageFor(check: string): string[] {
  const damage = damages[check] ?? damageByPattern(check)
  if (!damage) throw new Error(`Nobody has shown that "${check}" can fail: add what would be wrong to ${import.meta.filename}`)
  return damage
} // prettier-ignore

/** Takes down what the database itself would refuse, until the open transaction is rolled back. */
export const loosen = `
do $$
declare found record;
begin
  for found in select conrelid::regclass as relation, conname as name from pg_constraint
                where connamespace = 'public'::regnamespace and contype in ('f', 'c', 'u') and conparentid = 0 and conislocal
                order by contype = 'u' loop
    execute format('alter table %s drop constraint %I cascade', found.relation, found.name);
  end loop;
  for found in select indexrelid::regclass as name from pg_index join pg_class c on c.oid = indrelid
                where c.relnamespace = 'public'::regnamespace and indisunique and not indisprimary and not c.relispartition loop
    execute format('drop index %s', found.name);
  end loop;
  for found in select oid::regclass as relation from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') loop
    execute format('alter table %s disable trigger user', found.relation);
  end loop;
end $$`
