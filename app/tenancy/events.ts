import { event } from '#app/shared/events/event'

export const clockMoved = event<{ fromAt: string; toAt: string }>(
  'clock.moved',
  'A staff member moved the clock of a demo tenant forward.'
)

export const companyChanged = event<{ changed: string[] }>(
  'company.changed',
  'Staff changed who sells: name, address, bank account. Documents issued before keep what they say.'
)
