import { sql } from 'kysely'
import app from '@adonisjs/core/services/app'
import { db } from '#app/shared/database/db'
import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { newId } from '#app/shared/ids'
import { money } from '#app/shared/money/money'
import { creditorReference } from '#app/billing/index'
import { chart, credit, debit, PostEntries } from '#app/ledger/index'
import { ownIban, type SampleEntry } from '#tests/banking/camt_samples'
import { as } from '#tests/support/tenants'

/** What a payer did, and what has to become of it: the state of the movement and how sure its best proposal is. */
export const habits = [
  { name: 'exact, with the reference', becomes: 'booked certain' },
  { name: 'exact, with the number of the invoice', becomes: 'booked certain' },
  { name: 'a part, with the reference', becomes: 'booked certain' },
  { name: 'two invoices together, with both numbers', becomes: 'booked certain' },
  { name: 'too much, with the reference', becomes: 'booked certain' },
  { name: 'a reference with a wrong digit', becomes: 'review possible' },
  { name: 'another amount, with the number', becomes: 'review likely' },
  { name: 'nothing but the name', becomes: 'review possible' },
  { name: 'a stranger with an amount that nobody owes', becomes: 'review none' },
  { name: 'the fee of the bank', becomes: 'noted none' },
] as const
export type Habit = (typeof habits)[number]['name']

/** Each customer owes two invoices, of amounts that nobody else owes, and makes one movement. */
export interface Payer {
  customerId: string
  name: string
  iban: string
  numbers: [number, number]
  due: [bigint, bigint]
  habit: Habit
}

/** The month of a bank account with so many movements: who owes what, and what each of them does. The same every time. */
export async function openMonth(tenant: Tenant, count: number): Promise<Payer[]> {
  const payers = Array.from({ length: count }, (_, at): Payer => ({
    customerId: newId(),
    name: `Payer ${nameOf(at)}`,
    iban: ibanOf(at),
    numbers: [1_000 + 2 * at, 1_001 + 2 * at],
    due: [BigInt(1_001 + 7 * at), BigInt(90_000 + 11 * at)],
    habit: habits[at % habits.length]!.name,
  }))
  const post = await app.container.make(PostEntries)
  await as(tenant, () =>
    inTransaction(async () => {
      await sql`insert into bank_accounts (id, holder, iban, currency, opened_at) values (${newId()}, 'EZSCALE', ${ownIban}, 'EUR', now())`.execute(db)
      await sql`insert into customers (id, number, name, email, country, currency, created_at)
        select c.id, 500000 + c.at, c.name, 'payer' || c.at || '@example.test', 'DE', 'EUR', '2026-01-01'
          from unnest(${payers.map(({ customerId }) => customerId)}::uuid[], ${payers.map(({ name }) => name)}::text[]) with ordinality c (id, name, at)`.execute(db)
      const invoices = payers.flatMap(({ customerId, numbers, due }) => numbers.map((number, at) => ({ id: newId(), customerId, number, due: due[at]! })))
      await sql`insert into invoices (id, series, number, reference, customer_id, kind, status, currency, issued_at, issued_on, due_on, subtotal,
          tax_total, total, amount_due, snapshot, hash)
        select i.id, 'invoice', i.number, 'INV-' || i.number, i.customer_id, 'renewal', 'open', 'EUR', now(), '2026-03-01', '2026-03-08', i.due, 0, i.due, i.due, '{}', '\\x00'
          from unnest(${invoices.map(({ id }) => id)}::uuid[], ${invoices.map(({ customerId }) => customerId)}::uuid[], ${invoices.map(({ number }) => number)}::bigint[],
            ${invoices.map(({ due }) => due)}::bigint[]) i (id, customer_id, number, due)`.execute(db)
      await post.execute(invoices.map(({ id, customerId, due }) => ({
        kind: 'invoice_issued',
        causeId: id,
        postings: [debit(chart.receivable(customerId), money(due, 'EUR'), id), credit(chart.deferredRevenue(), money(due, 'EUR'))],
      })))
    })
  )
  return payers
} // prettier-ignore

/** What the bank says that a payer did. */
export function entryOf(payer: Payer): SampleEntry {
  const { name, iban, habit, due, numbers } = payer
  const [number, other] = numbers.map((each) => `INV-${each}`) as [string, string]
  const from = { name, iban, bankReference: `B-${number}`, on: `2026-03-${String(1 + (numbers[0] % 28)).padStart(2, '0')}` }
  const paid = (amount: bigint, text: string): SampleEntry => ({ ...from, amount: plain(amount), text })
  switch (habit) {
    case 'exact, with the reference':
      return { ...paid(due[0], 'Rechnung'), reference: creditorReference(number) }
    case 'exact, with the number of the invoice':
      return paid(due[0], `Rechnung ${number} vielen Dank`)
    case 'a part, with the reference':
      return paid(due[0] - 500n, creditorReference(number))
    case 'two invoices together, with both numbers':
      return paid(due[0] + due[1], `${number}, ${other}`)
    case 'too much, with the reference':
      return paid(due[0] + 300n, creditorReference(number))
    case 'a reference with a wrong digit':
      return paid(due[0], mistyped(creditorReference(number)))
    case 'another amount, with the number':
      return paid(due[0] + 1n, number)
    case 'nothing but the name':
      return paid(due[0], 'Danke')
    case 'a stranger with an amount that nobody owes':
      return { ...paid(due[0] + 50_000_000n, 'Spende'), name: 'Somebody else' }
    case 'the fee of the bank':
      return { ...from, amount: '4.90', side: 'DBIT', code: 'CHRG', name: 'The bank', text: 'Entgelt' }
  }
} // prettier-ignore

/** The same month as the table of a German bank. */
export function csvOf(entries: readonly SampleEntry[]): string {
  const head = 'Buchungstag;Valutadatum;Name Zahlungsbeteiligter;IBAN Zahlungsbeteiligter;Verwendungszweck;Betrag;Waehrung'
  const day = (on: string) => on.split('-').toReversed().join('.')
  return [head, ...entries.map(({ on, name, iban, text, reference, amount, side }) =>
    [day(on!), day(on!), name, iban, `"${[text, reference].filter(Boolean).join(' ')}"`, `${side === 'DBIT' ? '-' : ''}${amount.replace('.', ',')}`, 'EUR'].join(';'))].join('\r\n')
} // prettier-ignore

function plain(amount: bigint): string {
  return `${amount / 100n}.${String(amount % 100n).padStart(2, '0')}`
}

/** Its thousands as a nine: a number that no invoice of the month has. */
function mistyped(reference: string): string {
  return `${reference.slice(0, -4)}9${reference.slice(-3)}`
}

/** A word for a number, so that no two payers have the same name and none has digits. */
function nameOf(at: number): string {
  return [...String(at)].map((digit) => 'ABCDEFGHIJ'[Number(digit)]).join('')
}

/** ISO 13616: the two check digits make the rest, with country and them behind, leave 1 when divided by 97. */
function ibanOf(at: number): string {
  const account = `37040044${String(532_014_000 + at).padStart(10, '0')}`
  const check = 98n - (BigInt(`${account}131400`) % 97n)
  return `DE${String(check).padStart(2, '0')}${account}`
}
