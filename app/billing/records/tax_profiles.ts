import { db } from '#app/shared/database/db'
import { takeTurn } from '#app/shared/database/take_turns'
import { together } from '#app/shared/database/together'
import type { CalendarDate } from '#app/shared/time/calendar'
import type { TaxRounding } from '#app/billing/domain/price_item'
import type { RegistrationScheme, SellerTax, TaxRegistration } from '#app/billing/domain/taxation/seller_tax'

export type StoredRegistration = TaxRegistration & { id: string }
export type StoredSellerTax = Omit<SellerTax, 'registrations'> & { registrations: StoredRegistration[] }
export type TaxProfile = Omit<SellerTax, 'registrations'>

/** The tenant's own side of taxes; null until it was set up. */
export async function findSellerTax(): Promise<StoredSellerTax | null> {
  const [row, registrations] = await together(
    () => db.selectFrom('tax_profiles').selectAll().executeTakeFirst(),
    listRegistrations
  )
  if (!row) return null
  return {
    country: row.country,
    taxId: row.tax_id,
    isSmallBusiness: row.is_small_business,
    smallBusinessNote: row.small_business_note,
    isOverEuThreshold: row.is_over_eu_threshold,
    pricesIncludeTax: row.prices_include_tax,
    taxRounding: row.tax_rounding as TaxRounding,
    registrations,
  }
}

export async function saveTaxProfile(profile: TaxProfile, updatedAt: Date): Promise<void> {
  const row = {
    country: profile.country,
    tax_id: profile.taxId,
    is_small_business: profile.isSmallBusiness,
    small_business_note: profile.smallBusinessNote,
    is_over_eu_threshold: profile.isOverEuThreshold,
    prices_include_tax: profile.pricesIncludeTax,
    tax_rounding: profile.taxRounding,
    updated_at: updatedAt,
  }
  await db
    .insertInto('tax_profiles')
    .values(row)
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
}

export async function listRegistrations(): Promise<StoredRegistration[]> {
  const rows = await db
    .selectFrom('tax_registrations')
    .selectAll()
    .orderBy('country')
    .orderBy('region')
    .orderBy('valid_from')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    country: row.country,
    region: row.region,
    scheme: row.scheme as RegistrationScheme,
    number: row.number,
    validFrom: row.valid_from,
    validUntil: row.valid_until,
  }))
}

/** Refused by the database (tax_registrations_overlap) where another one for the place holds on some of its days. */
export async function insertRegistration(registration: StoredRegistration): Promise<void> {
  await db
    .insertInto('tax_registrations')
    .values({
      id: registration.id,
      country: registration.country,
      region: registration.region,
      scheme: registration.scheme,
      number: registration.number,
      valid_from: registration.validFrom,
      valid_until: registration.validUntil,
    })
    .execute()
}

export async function endRegistration(id: string, validUntil: CalendarDate): Promise<void> {
  await db.updateTable('tax_registrations').set({ valid_until: validUntil }).where('id', '=', id).execute()
}

export async function deleteRegistration(id: string): Promise<void> {
  await db.deleteFrom('tax_registrations').where('id', '=', id).execute()
}

/** Registrations of a tenant change one after the other. */
export function lockRegistrations(): void {
  takeTurn('tax_registrations')
}
