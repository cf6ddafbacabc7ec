import type { Tenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import type { CalendarDate } from '#app/shared/time/calendar'
import { keepRates } from '#app/ledger/records/exchange_rates'
import { as } from '#tests/support/tenants'

/** Keeps rates of a day for a tenant: `keep(tenant, { USD: '1.0850' }, '2026-02-27')`. */
export async function keep(
  tenant: Tenant,
  perEuro: Record<string, string>,
  on: CalendarDate,
  source = 'ecb'
): Promise<void> {
  const rates = Object.entries(perEuro).map(([currency, rate]) => ({ currency, on, source, perEuro: rate }))
  await as(tenant, () => inTransaction(() => keepRates(rates, new Date())))
}
