import { letterView, type DocumentView } from '#app/billing/drivers/pdf/document_view'
import type { DocumentWriter } from '#app/billing/drivers/pdf/document_writer'
import { printable } from '#app/billing/domain/documents/printable_text'
import type { StatementDocument } from '#app/billing/domain/documents/statement_document'

/** A statement of account in its reader's language, on the same paper as invoices. */
export function statementView(document: StatementDocument, write: DocumentWriter): DocumentView {
  const { from, to, statement, customer, seller } = document
  const { currency, opening, charges, credits, closing, lines } = statement
  const money = (amount: bigint) => write.money(amount, currency)
  const row = (name: string, amount: bigint, kind: 'plain' | 'due' = 'plain') => ({
    label: write.t(`statement.${name}`),
    value: money(amount),
    kind,
  })
  const edge = (on: string, name: string, amount: bigint) => ({
    cells: [write.date(on), { title: write.t(`statement.${name}`), details: [] }, '', money(amount)],
    discounts: [],
  })
  return {
    ...letterView(
      { seller, customer, name: write.t('statement.title'), reference: write.period(from, to), on: to },
      write
    ),
    headline: write.t('statement.title'),
    facts: [
      [write.t('statement.from'), write.date(from)],
      [write.t('statement.to'), write.date(to)],
      [write.t('customer_number'), String(customer.number)],
      [write.t('statement.currency'), currency],
    ],
    summary: {
      label: write.t(closingName(closing)),
      value: money(closing < 0n ? -closing : closing),
      tone: closing > 0n ? 'accent' : 'success',
    },
    columns: ['date', 'what', 'amount', 'balance'].map((name) => ({
      label: write.t(`statement.${name}`),
      is_wide: name === 'what',
    })),
    lines: [
      edge(from, 'opening', opening),
      ...lines.map(({ on, kind, reference, amount, balance }) => ({
        cells: [
          write.date(on),
          { title: wordsFor(kind, write), details: reference ? [printable(reference)] : [] },
          money(amount),
          money(balance),
        ],
        discounts: [],
      })),
      edge(to, 'closing', closing),
    ],
    totals: [
      row('opening', opening),
      row('charges', charges),
      row('credits', -credits),
      row('closing', closing, 'due'),
    ],
  }
}

function closingName(closing: bigint): string {
  if (closing === 0n) return 'statement.settled'
  return closing > 0n ? 'statement.owed' : 'statement.in_favour'
}

function wordsFor(kind: string, write: DocumentWriter): string {
  const name = `statement.kinds.${kind}`
  return write.has(name) ? write.t(name) : kind.replaceAll('_', ' ')
}
