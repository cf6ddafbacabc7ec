import { currentTenant } from '#app/shared/database/context'
import { inReadTransaction } from '#app/shared/database/unit'
import { type CalendarDate, dateIn } from '#app/shared/time/calendar'
import type { Clock } from '#app/shared/time/clock'
import { hasOss } from '#app/billing/domain/taxation/seller_tax'
import {
  findSellerTax,
  listRegistrations,
  type StoredRegistration,
  type StoredSellerTax,
} from '#app/billing/records/tax_profiles'
import { listTaxRates, type StoredRate } from '#app/billing/records/tax_rates'

export interface TaxSettings {
  seller: StoredSellerTax | null
  registrations: StoredRegistration[]
  rates: StoredRate[]
  hasOss: boolean
  today: CalendarDate
}

/** How does the tenant collect taxes: its own side, where it is registered, and every rate of all days? */
export function findTaxSettings(clock: Clock): Promise<TaxSettings> {
  return inReadTransaction(async () => {
    const today = dateIn(currentTenant().timeZone, clock.now())
    const seller = await findSellerTax()
    const registrations = seller?.registrations ?? (await listRegistrations())
    return {
      seller,
      registrations,
      rates: await listTaxRates(),
      hasOss: seller ? hasOss(seller, today) : false,
      today,
    }
  })
}
