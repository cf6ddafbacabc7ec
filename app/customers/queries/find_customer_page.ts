import { inReadTransaction } from '#app/shared/database/unit'
import { findTeam, type TeamMember } from '#app/identity/index'
import * as customerNotes from '#app/customers/records/customer_notes'
import * as customers from '#app/customers/records/customers'

export interface CustomerPage {
  customer: customers.Customer
  team: TeamMember[]
  /** The newest ones; the rest is a list of its own. */
  notes: customerNotes.NoteWithAuthor[]
}

const notesShown = 20

/** What does staff need to know about this customer as a person? Money and servers come from their own domains. */
export function findCustomerPage(id: string): Promise<CustomerPage | null> {
  return inReadTransaction(async () => {
    const customer = await customers.find(id)
    if (!customer) return null
    const team = await findTeam(id)
    const notes = await customerNotes.list({ customerId: id, before: null, limit: notesShown })
    return { customer, team, notes }
  })
}
