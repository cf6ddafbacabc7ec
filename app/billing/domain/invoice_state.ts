import { err, ok, type Result } from '#app/shared/result'

export type InvoiceStatus = 'open' | 'paid' | 'void' | 'uncollectible'

/**
 * What can happen to an issued invoice. Its end is final: whatever comes later is a document or entry of its own. But money that had paid it
 * may turn out not to be ours, and then it is owed again.
 */
export type InvoiceMove = 'settle' | 'void' | 'write_off' | 'reopen'

const moves: Record<InvoiceStatus, Partial<Record<InvoiceMove, InvoiceStatus>>> = {
  open: { settle: 'paid', void: 'void', write_off: 'uncollectible', reopen: 'open' },
  paid: { reopen: 'open' },
  void: {},
  uncollectible: {},
}

export interface InvoiceNotOpen {
  type: 'invoice_not_open'
  status: InvoiceStatus
}

export function moveInvoice(status: InvoiceStatus, move: InvoiceMove): Result<InvoiceStatus, InvoiceNotOpen> {
  const next = moves[status][move]
  return next ? ok(next) : err({ type: 'invoice_not_open', status })
}
