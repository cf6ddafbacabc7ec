import { event } from '#app/shared/events/event'

export const clockMoved = event<{ fromAt: string; toAt: string }>(
  'clock.moved',
  'A staff member moved the clock of a demo tenant forward.'
)

export const companyChanged = event<{ changed: string[] }>(
  'company.changed',
  'Staff changed who sells: name, address, tax id. Documents issued before keep what they say.'
)

export const bankAccountOpened = event<{ bankAccountId: string; iban: string; currency: string }>(
  'bank_account.opened',
  'Staff named a bank account to which customers transfer money.'
)

export const bankAccountChanged = event<{ bankAccountId: string; changed: string[] }>(
  'bank_account.changed',
  'Staff corrected how a bank account is named on invoices.'
)

export const bankAccountClosed = event<{ bankAccountId: string; iban: string; currency: string }>(
  'bank_account.closed',
  'Staff named a bank account no longer; what still comes in on it is booked.'
)
