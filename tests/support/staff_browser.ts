import app from '@adonisjs/core/services/app'
import { AddStaffMember, type StaffRole } from '#app/identity/index'
import type { Tenant } from '#app/shared/database/context'
import { BrowserSession } from '#tests/support/browser_session'
import { as } from '#tests/support/tenants'

const password = 'correct horse battery'

/** A browser in which somebody of the staff with one role has just signed in. */
export async function signInStaff(tenant: Tenant, role: StaffRole): Promise<BrowserSession> {
  const add = await app.container.make(AddStaffMember)
  const email = `${role}@example.test`
  await as(tenant, () => add.execute({ email, name: 'Sam Okafor', password, locale: 'en', roles: [role] }))
  const browser = new BrowserSession(tenant, 'admin')
  await browser.submit('POST', '/session', { email, password })
  return browser
}
