import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { err, ok, type Result } from '#app/shared/result'
import { hasRightChecksum } from '#app/customers/domain/tax_id_checksum'
import { looksLikeTaxId, normaliseTaxId } from '#app/customers/domain/tax_id'
import { customerUpdated } from '#app/customers/events'
import * as customers from '#app/customers/records/customers'

/** Only what is given changes; null empties a field. */
export interface CustomerChanges {
  kind?: 'person' | 'company'
  name?: string
  company_name?: string | null
  email?: string
  phone?: string | null
  country?: string | null
  region?: string | null
  city?: string | null
  postal_code?: string | null
  street?: string | null
  tax_id?: string | null
  /** What they want to read on each invoice: a Leitweg-ID, a cost centre. */
  buyer_reference?: string | null
  /** `scheme:value`, where networks deliver e-invoices. */
  electronic_address?: string | null
  locale?: string
  /** The day of the month on which periods of new services start; null: as the tenant's policy says. */
  alignment_day?: number | null
}

export type UpdateCustomerError =
  { type: 'customer_not_found' } | { type: 'tax_id_malformed' | 'tax_id_mistyped' | 'company_name_missing' }

/** Changes who is billed and where. Issued invoices keep what they say: they hold a copy. */
@inject()
export class UpdateCustomer {
  constructor(private events: EventLog) {}

  execute(
    customerId: string,
    wish: CustomerChanges
  ): Promise<Result<customers.Customer, UpdateCustomerError>> {
    return inTransaction(async () => {
      const customer = await customers.lock(customerId)
      if (!customer) return err({ type: 'customer_not_found' as const })
      const changes = onlyChanged(customer, wish)
      const changed = { ...customer, ...changes }
      const problem = check(changed, changes)
      if (problem) return err(problem)
      const names = Object.keys(changes)
      if (names.length === 0) return ok(customer)
      await customers.update(customerId, changes)
      const subject = { kind: 'customer', id: customerId }
      const data = { customerId, changed: names, changes: fromAndTo(customer, changes) }
      await this.events.record([fact(customerUpdated, subject, { customerId, data })])
      return ok(changed)
    })
  }
}

function fromAndTo(customer: customers.Customer, changes: CustomerChanges) {
  return Object.fromEntries(
    Object.entries(changes).map(([name, to]) => [
      name,
      { from: customer[name as keyof CustomerChanges] ?? null, to },
    ])
  )
}

function onlyChanged(customer: customers.Customer, wish: CustomerChanges): CustomerChanges {
  const given = Object.entries({ ...wish, tax_id: wantedTaxId(customer, wish) }).filter(
    ([, value]) => value !== undefined
  )
  return Object.fromEntries(
    given.filter(([name, value]) => customer[name as keyof CustomerChanges] !== value)
  ) as CustomerChanges
}

/** Where the country changes, the id that is kept is spelled as the new one spells its own. */
function wantedTaxId(customer: customers.Customer, wish: CustomerChanges): string | null | undefined {
  const country = wish.country === undefined ? customer.country : wish.country
  const isMoved = country !== customer.country
  const taxId = wish.tax_id === undefined && isMoved ? customer.tax_id : wish.tax_id
  return typeof taxId === 'string' ? normaliseTaxId(taxId, country) : taxId
}

/** An id is looked at when it or its country is entered: what was kept before stands in nobody's way. */
function check(customer: customers.Customer, changes: CustomerChanges): UpdateCustomerError | null {
  const { tax_id: taxId, country } = customer
  const isEntered = changes.tax_id !== undefined || changes.country !== undefined
  if (taxId && isEntered) {
    if (!looksLikeTaxId(taxId, country)) return { type: 'tax_id_malformed' }
    if (!hasRightChecksum(taxId, country)) return { type: 'tax_id_mistyped' }
  }
  if (customer.kind === 'company' && !customer.company_name) return { type: 'company_name_missing' }
  return null
}
