import { db } from '#app/shared/database/db'
import { pool } from '#app/shared/database/pool'
import { findTenant, forgetHosts } from '#app/shared/database/tenant_directory'
import { inTenant } from '#app/shared/database/unit'
import type { Tenant } from '#app/shared/database/context'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'

export interface NewTenant {
  slug: string
  name: string
  /** The storefront's host name; the other surfaces stand before it: `account.`, `admin.`, `status.`. */
  hostname: string
  timeZone: string
  locale: string
  currency: string
  supportEmail: string
  mailFrom: string
  legalName?: string
  parentSlug?: string
}

export type CreateTenantError =
  { type: 'slug_taken' } | { type: 'hostname_taken'; hostname: string } | { type: 'parent_not_found' }

/** Lets another hosting business run on this installation: its name, its brand, its four host names. */
export class CreateTenant {
  async execute(input: NewTenant): Promise<Result<Tenant, CreateTenantError>> {
    const parent = input.parentSlug ? await findTenant(input.parentSlug) : null
    if (input.parentSlug && !parent) return err({ type: 'parent_not_found' })
    const id = newId()
    const refusal = await insertTenant(id, parent?.id ?? null, input)
    if (refusal) return err(refusal)
    const tenant = (await findTenant(id))!
    await inTenant(tenant, () => insertBrand(input))
    forgetHosts()
    return ok(tenant)
  }
}

/** One statement, so that a tenant never stands without its host names. */
async function insertTenant(
  id: string,
  parentId: string | null,
  input: NewTenant
): Promise<CreateTenantError | null> {
  const base = input.hostname.toLowerCase()
  try {
    await pool().query(
      `with tenant as (
         insert into platform.tenants (id, parent_id, slug, name, time_zone, locale, reporting_currency)
         values ($1, $2, $3, $4, $5, $6, $7) returning id)
       insert into platform.hostnames (hostname, tenant_id, surface)
       select prefix || $8, tenant.id, surface from tenant,
         (values ('', 'storefront'), ('account.', 'account'), ('admin.', 'admin'), ('status.', 'status')) as s (prefix, surface)`,
      [id, parentId, input.slug, input.name, input.timeZone, input.locale, input.currency, base]
    )
    return null
  } catch (error) {
    const constraint = error instanceof Error && 'constraint' in error ? String(error.constraint) : ''
    if (constraint === 'tenants_slug_key') return { type: 'slug_taken' }
    if (constraint === 'hostnames_pkey') return { type: 'hostname_taken', hostname: base }
    throw error
  }
}

async function insertBrand({ name, legalName, supportEmail, mailFrom }: NewTenant): Promise<void> {
  await db
    .insertInto('brands')
    .values({
      name,
      legal_name: legalName ?? name,
      support_email: supportEmail,
      mail_from: mailFrom,
    })
    .execute()
}
