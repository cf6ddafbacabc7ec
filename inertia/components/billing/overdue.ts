import type { InvoiceSummary } from '~/components/billing/types'

/** Whether an open invoice was tried in vain: not one that goes with the next one, because so little cannot be charged alone. */
export function isOverdue(
  invoice: Pick<InvoiceSummary, 'status' | 'attempt_count' | 'collection_failure'>
): boolean {
  const { status, attempt_count: tries, collection_failure: failure } = invoice
  return status === 'open' && tries > 0 && failure !== 'too_small'
}
