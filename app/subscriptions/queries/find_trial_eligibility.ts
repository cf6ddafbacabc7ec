import { db } from '#app/shared/database/db'
import { inReadTransaction } from '#app/shared/database/unit'
import { plainAddress } from '#app/promotions/index'
import { hasHadTrial } from '#app/subscriptions/records/trials'

export interface TrialEligibility {
  isEligible: boolean
  /** The customer's address as addresses are compared. */
  email: string
}

/** Whether a customer may begin a trial: one for each customer, address and card. Null for nobody. */
export function findTrialEligibility(customerId: string): Promise<TrialEligibility | null> {
  return inReadTransaction(async () => {
    const customer = await db
      .selectFrom('customers')
      .select('email')
      .where('id', '=', customerId)
      .executeTakeFirst()
    if (!customer) return null
    const email = plainAddress(customer.email)
    return { email, isEligible: !(await hasHadTrial(customerId, email)) }
  })
}
