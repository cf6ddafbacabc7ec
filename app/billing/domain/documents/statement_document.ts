import type { CalendarDate } from '#app/shared/time/calendar'
import type { DocumentCustomer, DocumentSeller } from '#app/billing/domain/documents/document_content'
import type { Statement } from '#app/billing/domain/statement'

/** A statement of account in one currency, as paper. Both days are included. */
export interface StatementDocument {
  from: CalendarDate
  to: CalendarDate
  seller: DocumentSeller
  customer: DocumentCustomer
  locale: string
  statement: Statement
}
