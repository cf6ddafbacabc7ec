import { event } from '#app/shared/events/event'

export const clockMoved = event<{ fromAt: string; toAt: string }>(
  'clock.moved',
  'A staff member moved the clock of a demo tenant forward.'
)
