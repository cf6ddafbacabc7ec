import type { CalendarDate } from '#app/shared/time/calendar'
import type { BankDetails, DocumentContent } from '#app/billing/domain/documents/document_content'

/** What kinds of paper a sale leaves. Only invoices and credit notes are demands that count in the books. */
export type DocumentKind = 'invoice' | 'credit_note' | 'pro_forma' | 'draft' | 'quote'

/** How a document stands today; all else in it is as it was when it was made. */
export interface DocumentStanding {
  status: 'open' | 'paid' | 'void' | 'uncollectible'
  amountDue: bigint
  /** What credit notes took off what is due. */
  credited: bigint
  closedOn: CalendarDate | null
}

export interface SalesDocument {
  kind: DocumentKind
  content: DocumentContent
  /** Null for what is nobody's debt (quote, draft, pro forma, credit note) and for a copy as of the day of issue. */
  standing: DocumentStanding | null
  /** The invoice that a credit note takes back, wholly or in part. */
  corrects: { reference: string; issuedOn: CalendarDate } | null
  /** The last day on which a quote can be accepted. */
  validUntil: CalendarDate | null
  /** What the seller adds in words: why something is taken back. */
  remark: string | null
  /** Where it is paid, accepted or read on the web; null leaves the code out. */
  url: string | null
  /** To which account it is transferred today; as sealed when left out. */
  payTo?: BankDetails | null
}

/** What can still be asked for with this document: nothing once it is closed, and nothing by a draft or a quote. */
export function amountToPay({ kind, content, standing }: SalesDocument): bigint {
  if (kind !== 'invoice' && kind !== 'pro_forma') return 0n
  if (!standing) return content.total
  return standing.status === 'open' ? standing.amountDue : 0n
}
