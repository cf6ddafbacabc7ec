import { sql } from 'kysely'
import { toArray } from '#app/shared/database/column_arrays'
import { db } from '#app/shared/database/db'
import type { CustomerTax, TaxExemption } from '#app/billing/domain/taxation/decide_tax'

interface Row {
  id: string
  country: string | null
  region: string | null
  postal_code: string | null
  kind: CustomerTax['kind']
  locale: string
  confirmed_country: string | null
  exemptions: TaxExemption[] | null
}

/**
 * What is known of many customers for taxes, in one statement. A confirmation counts only for the id that the customer has now,
 * and only as long as it is trusted.
 */
export async function findCustomerTaxes(ids: string[], now: Date): Promise<Map<string, CustomerTax>> {
  const wanted = toArray('uuid', [...new Set(ids)])
  const { rows } = await sql<Row>`
    select c.id, c.country, c.region, c.postal_code, c.kind, c.locale, t.country as confirmed_country, e.exemptions
      from customers c
      left join tax_ids t on t.tenant_id = c.tenant_id and t.customer_id = c.id and t.value = c.tax_id
                         and t.status = 'valid' and t.trusted_until > ${now}
      left join (select customer_id,
                        jsonb_agg(jsonb_build_object('country', country, 'region', region, 'certificate', certificate,
                                                     'validFrom', valid_from, 'validUntil', valid_until) order by valid_from) as exemptions
                   from tax_exemptions where customer_id = any(${wanted}::uuid[]) group by customer_id) e on e.customer_id = c.id
     where c.id = any(${wanted}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, toCustomerTax(row)]))
}

function toCustomerTax(row: Row): CustomerTax {
  return {
    country: row.country,
    region: row.region,
    postalCode: row.postal_code,
    kind: row.kind,
    confirmedTaxId: row.confirmed_country === null ? null : { country: row.confirmed_country },
    exemptions: row.exemptions ?? [],
    locale: row.locale,
  }
}
