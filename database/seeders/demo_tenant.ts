import { pool } from '#app/shared/database/pool'
import { type Tenant } from '#app/shared/database/context'
import { findTenant, forgetHosts } from '#app/shared/database/tenant_directory'
import { db } from '#app/shared/database/db'
import { inTenant } from '#app/shared/database/unit'
import { demoTenantId } from '#database/seeders/demo_access'

/** EZSCALE as tenant one, under the host names of this machine. Repeatable: what exists is kept. */
export async function seedTenant(baseHost: string): Promise<Tenant> {
  await pool().query(
    `insert into platform.tenants (id, slug, name, time_zone, locale, reporting_currency, is_demo)
     values ($1, 'ezscale', 'EZSCALE Hosting', 'Europe/Berlin', 'en', 'EUR', true) on conflict (id) do nothing`,
    [demoTenantId]
  )
  await seedHostnames(baseHost)
  const tenant = await findTenant(demoTenantId)
  if (!tenant) throw new Error('The demo tenant could not be read back')
  await inTenant(tenant, async () => {
    await seedBrand()
    await seedTaxRates()
  })
  return tenant
}

/** Host names carry no port: the browser's port does not matter for who answers. */
async function seedHostnames(baseHost: string): Promise<void> {
  const base = baseHost.replace(/:\d+$/, '').toLowerCase()
  const names = [
    { hostname: base, surface: 'storefront' },
    ...['account', 'admin', 'status'].map((surface) => ({ hostname: `${surface}.${base}`, surface })),
  ]
  for (const { hostname, surface } of names) {
    await pool().query(
      'insert into platform.hostnames (hostname, tenant_id, surface) values ($1, $2, $3) on conflict (hostname) do nothing',
      [hostname, demoTenantId, surface]
    )
  }
  forgetHosts()
}

export async function seedBrand(): Promise<void> {
  await db
    .insertInto('brands')
    .values({
      name: 'EZSCALE',
      legal_name: 'EZSCALE Hosting GmbH',
      address: JSON.stringify({
        street: 'Hanauer Landstraße 302',
        postal_code: '60314',
        city: 'Frankfurt am Main',
        country: 'DE',
      }),
      tax_id: 'DE123456789',
      phone: '+49 69 5555 0100',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      bank_name: 'Commerzbank',
      support_email: 'support@ezscale.example',
      mail_from: 'billing@ezscale.example',
      accent_color: 'blue',
      website: 'https://ezscale.example',
      footer: 'EZSCALE Hosting GmbH · Frankfurt am Main · HRB 00000',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Standard VAT rates of 2026 for private customers, by country (European Commission, "VAT rates applied in the Member States"; HMRC; ESTV; Skatteetaten). */
const vatRates: [country: string, name: string, percent: string][] = [
  ['AT', 'USt.', '20'], ['BE', 'TVA', '21'], ['BG', 'ДДС', '20'], ['CH', 'MWST', '8.1'], ['CY', 'ΦΠΑ', '19'], ['CZ', 'DPH', '21'],
  ['DE', 'USt.', '19'], ['DK', 'moms', '25'], ['EE', 'käibemaks', '24'], ['ES', 'IVA', '21'], ['FI', 'ALV', '25.5'], ['FR', 'TVA', '20'],
  ['GB', 'VAT', '20'], ['GR', 'ΦΠΑ', '24'], ['HR', 'PDV', '25'], ['HU', 'ÁFA', '27'], ['IE', 'VAT', '23'], ['IT', 'IVA', '22'],
  ['LT', 'PVM', '21'], ['LU', 'TVA', '17'], ['LV', 'PVN', '21'], ['MT', 'VAT', '18'], ['NL', 'btw', '21'], ['NO', 'MVA', '25'],
  ['PL', 'VAT', '23'], ['PT', 'IVA', '23'], ['RO', 'TVA', '21'], ['SE', 'moms', '25'], ['SI', 'DDV', '22'], ['SK', 'DPH', '23'],
] // prettier-ignore

export async function seedTaxRates(): Promise<void> {
  const { newId } = await import('#app/shared/ids')
  await db
    .insertInto('tax_rates')
    .values(
      vatRates.map(([country, name, percent]) => ({
        id: newId(),
        country,
        name,
        percent,
        valid_from: '2025-08-01',
      }))
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
