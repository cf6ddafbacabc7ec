import app from '@adonisjs/core/services/app'
import { ImportStatement } from '#app/banking/actions/import_statement'
import { db } from '#app/shared/database/db'
import { camtFile } from '#tests/banking/camt_samples'
import type { World } from '#tests/journeys/world'
import { as } from '#tests/support/tenants'

/** Transfers about which the bank's own words leave something to decide, and one that came back. */
export async function readBankStatement(world: World, long: { person: string; note: string }): Promise<void> {
  const open = await world.read(() =>
    db.selectFrom('invoices').select('reference').where('status', '=', 'open').orderBy('id').executeTakeFirstOrThrow()
  )
  const { iban } = await world.read(() =>
    db.selectFrom('bank_accounts').select('iban').where('currency', '=', 'EUR').executeTakeFirstOrThrow()
  )
  const on = '2026-04-24'
  const text = camtFile([
    { amount: '7.77', on, text: `Rechnung ${open.reference}, Rest folgt`, bankReference: 'B1' },
    { amount: '42.00', on, name: long.person, text: long.note.slice(0, 140), bankReference: 'B2' },
    { amount: '19.99', on, name: 'Unknown Sender', text: 'Danke', bankReference: 'B3' },
    { amount: '5.00', on, side: 'DBIT', name: 'Bank', text: 'Account fee', code: 'CHRG', bankReference: 'B4' },
    { amount: '42.00', on, side: 'DBIT', name: long.person, text: 'Returned by the payer', code: 'RRTN', bankReference: 'B5' },
  ], { iban })
  const file = { file: new TextEncoder().encode(text), fileName: 'statement_2026-04-24.xml', bankAccountId: null }
  const read = await as(world.tenant, async () => (await app.container.make(ImportStatement)).execute(file))
  if (!read.ok) throw new Error(read.error.type)
  await world.settle()
} // prettier-ignore
