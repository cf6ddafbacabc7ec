import app from '@adonisjs/core/services/app'
import { pool } from '#app/shared/database/pool'
import { type Tenant } from '#app/shared/database/context'
import { findTenant, forgetHosts } from '#app/shared/database/tenant_directory'
import { db } from '#app/shared/database/db'
import { newId } from '#app/shared/ids'
import { inReadTransaction, inTenant } from '#app/shared/database/unit'
import {
  AddTaxRegistration,
  ImportStandardRates,
  SaveTaxProfile,
  type TaxRegistration,
} from '#app/billing/index'
import { demoTenantId } from '#database/seeders/demo_access'

/**
 * EZSCALE as tenant one, under the host names of this machine. Repeatable: what exists is kept. Its staff sign in without a second
 * factor: their password is printed on the console, and scripts and tests sign in with it.
 */
export async function seedTenant(baseHost: string): Promise<Tenant> {
  await pool().query(
    `insert into platform.tenants (id, slug, name, time_zone, locale, reporting_currency, is_demo, staff_second_factor)
     values ($1, 'ezscale', 'EZSCALE Hosting', 'Europe/Berlin', 'en', 'EUR', true, 'optional') on conflict (id) do nothing`,
    [demoTenantId]
  )
  await seedHostnames(baseHost)
  const tenant = await findTenant(demoTenantId)
  if (!tenant) throw new Error('The demo tenant could not be read back')
  await inTenant(tenant, async () => {
    await seedBrand()
    await seedTaxes()
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
      support_email: 'support@ezscale.example',
      mail_from: 'billing@ezscale.example',
      accent_color: 'blue',
      website: 'https://ezscale.example',
      footer: 'EZSCALE Hosting GmbH · Frankfurt am Main · HRB 00000',
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await seedBankAccount()
}

/** An IBAN from examples of the standard, which belongs to nobody. */
async function seedBankAccount(): Promise<void> {
  await db
    .insertInto('bank_accounts')
    .values({
      id: newId(),
      holder: 'EZSCALE Hosting GmbH',
      iban: 'DE89370400440532013000',
      bic: 'COBADEFFXXX',
      bank_name: 'Commerzbank',
      currency: 'EUR',
      opened_at: new Date('2026-01-01T00:00:00Z'),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Where the demo's company collects taxes, besides Germany: the rest of the EU by OSS, and where it has most customers. */
const registrations: Pick<TaxRegistration, 'country' | 'region' | 'scheme' | 'number'>[] = [
  { country: 'DE', region: null, scheme: 'oss', number: 'DE123456789' },
  { country: 'GB', region: null, scheme: 'standard', number: 'GB 000 0000 00' },
  { country: 'NO', region: null, scheme: 'consumers', number: 'VOEC 2000000' },
  { country: 'CH', region: null, scheme: 'standard', number: 'CHE-000.000.000 MWST' },
  { country: 'CA', region: null, scheme: 'consumers', number: '00000 0000 RT0001' },
  { country: 'CA', region: 'QC', scheme: 'consumers', number: 'NR00000000' },
  { country: 'US', region: 'TX', scheme: 'standard', number: '0-00000-0000-0' },
  { country: 'US', region: 'NY', scheme: 'standard', number: '00-0000000' },
  { country: 'US', region: 'OH', scheme: 'standard', number: '00-000000' },
]

/** The seller's own side, its registrations, and the rates that come with the platform. */
export async function seedTaxes(): Promise<void> {
  await (await app.container.make(ImportStandardRates)).execute()
  if (await inReadTransaction(() => db.selectFrom('tax_profiles').select('country').executeTakeFirst()))
    return
  const save = await app.container.make(SaveTaxProfile)
  await save.execute({
    country: 'DE',
    taxId: 'DE123456789',
    isSmallBusiness: false,
    smallBusinessNote: null,
    isOverEuThreshold: true,
    pricesIncludeTax: false,
    taxRounding: 'line',
  })
  const add = await app.container.make(AddTaxRegistration)
  for (const registration of registrations)
    await add.execute({ ...registration, validFrom: '2025-01-01', validUntil: null })
}
