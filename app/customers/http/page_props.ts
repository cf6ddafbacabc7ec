import type { HttpContext } from '@adonisjs/core/http'
import { showId } from '#app/shared/ids'
import { findCustomer } from '#app/customers/queries/find_customer'

/** Who is signed in, and for which customer, as every page shows it. */
export async function customerPageProps({ caller, user }: HttpContext): Promise<Record<string, unknown>> {
  if (!caller || !user) return {}
  const customer = caller.kind === 'customer' ? await findCustomer(caller.customerId) : undefined
  const viewer = {
    id: showId('user', user.id),
    name: user.name,
    email: user.email,
    time_zone: user.time_zone,
    abilities: [...caller.abilities],
    customer: customer
      ? { id: showId('customer', customer.id), name: customer.name, currency: customer.currency }
      : null,
  }
  return { viewer }
}
