import { event } from '#app/shared/events/event'

export const customerCreated = event<{ customerId: string; userId: string }>(
  'customer.created',
  'A new customer can buy and be billed.'
)
export const customerUpdated = event<{ customerId: string; changed: string[] }>(
  'customer.updated',
  "A customer's name, address, company or tax id changed; invoices issued before keep what they say."
)
export const customerNoteAdded = event<{ customerId: string; noteId: string }>(
  'customer.note_added',
  'Staff wrote down something about a customer.'
)
