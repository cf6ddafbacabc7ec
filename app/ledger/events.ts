import { event } from '#app/shared/events/event'

export const exchangeRateEntered = event<{ currency: string; on: string; perEuro: string }>(
  'exchange_rate.entered',
  'Staff entered an exchange rate of a day.'
)
