import { findCustomer } from '#app/customers/index'
import type { Ability } from '#app/shared/http/caller'
import { findTeam, listStaff, type TeamMember } from '#app/identity/index'
import type { Recipient } from '#app/messaging/domain/recipient'

/**
 * Who of a customer's team hears about an area? Those with the permission for it and the owners; where nobody is, the
 * customer's own address.
 */
export async function findCustomerRecipients(
  customerId: string,
  area: 'billing' | 'services'
): Promise<Recipient[]> {
  const team = await findTeam(customerId)
  const chosen = team.filter(({ permissions }) => permissions.includes('owner') || permissions.includes(area))
  if (chosen.length > 0) return chosen.map(toRecipient)
  const customer = await findCustomer(customerId)
  return customer
    ? [{ userId: null, email: customer.email, name: customer.name, locale: customer.locale }]
    : []
}

/** Who of the staff hears about what needs this ability? */
export async function findStaffRecipients(ability: Ability): Promise<Recipient[]> {
  const staff = await listStaff()
  return staff
    .filter(({ abilities, disabledAt }) => !disabledAt && (abilities as ReadonlySet<Ability>).has(ability))
    .filter(({ roles }) => !(roles.length === 1 && roles[0] === 'read_only'))
    .map(({ userId, email, name, locale }) => ({ userId, email, name, locale }))
}

function toRecipient({ userId, email, name, locale }: TeamMember): Recipient {
  return { userId, email, name, locale }
}
