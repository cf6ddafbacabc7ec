import { currentTenant } from '#app/shared/database/context'
import { isCurrencyCode } from '#app/shared/money/currency'

const usual = ['USD', 'EUR', 'GBP']

/** In which currencies may new customers of this tenant be billed? A setting of the tenant; three by default. */
export function listCurrencies(): string[] {
  return currenciesOf(currentTenant().policies)
}

/** The same from settings as they are written. */
export function currenciesOf(settings: Record<string, unknown>): string[] {
  const chosen = settings.currencies
  const known = Array.isArray(chosen)
    ? chosen.filter((code) => typeof code === 'string' && isCurrencyCode(code))
    : []
  return known.length > 0 ? (known as string[]) : usual
}
