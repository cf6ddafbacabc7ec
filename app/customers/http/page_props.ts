import type { HttpContext } from '@adonisjs/core/http'
import { showId } from '#app/shared/ids'
import { Clock } from '#app/shared/time/clock'
import type { Customer } from '#app/customers/records/customers'
import { findCustomer, findCustomers } from '#app/customers/queries/find_customer'

/** Who is signed in, and for which customer, as every page shows it. */
export async function customerPageProps(ctx: HttpContext): Promise<Record<string, unknown>> {
  const { caller, user, customerIds = [] } = ctx
  if (!caller || !user) return {}
  const customer = caller.kind === 'customer' ? await findCustomer(caller.customerId) : undefined
  const viewer = {
    id: showId('user', user.id),
    name: user.name,
    email: user.email,
    is_email_verified: user.email_verified_at !== null,
    time_zone: user.time_zone,
    abilities: [...caller.abilities],
    customer: customer
      ? { id: showId('customer', customer.id), name: customer.name, currency: customer.currency }
      : null,
    impersonation: impersonationOf(ctx),
    // Whoever belongs to one customer has nothing to switch to, and costs no look-up.
    other_customers:
      customerIds.length > 1
        ? (await findCustomers(customerIds)).filter(isOther(customer?.id)).map(nameOf)
        : [],
  }
  return { viewer }
}

const isOther = (id: string | undefined) => (customer: Customer) => customer.id !== id

function nameOf({ id, name, company_name }: Customer) {
  return { id: showId('customer', id), name: company_name ?? name }
}

const minuteMs = 60_000

/** The staff member who acts in the person's name, and for how long yet. */
function impersonationOf({ impersonation }: HttpContext) {
  if (!impersonation) return null
  const left = impersonation.expires_at.getTime() - new Clock().wall().getTime()
  return {
    staff_name: impersonation.staff_name,
    reason: impersonation.reason,
    minutes_left: Math.max(1, Math.ceil(left / minuteMs)),
  }
}
