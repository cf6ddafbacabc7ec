import { inReadTransaction } from '#app/shared/database/unit'
import { listActiveMethods, type SavedMethod } from '#app/payments/records/methods'

/** The cards a customer lets us keep, the default first. */
export function listPaymentMethods(customerId: string): Promise<SavedMethod[]> {
  return inReadTransaction(() => listActiveMethods(customerId))
}
