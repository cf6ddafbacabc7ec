import app from '@adonisjs/core/services/app'
import { findTenant } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { EnterConsole } from '#app/provisioning/actions/enter_console'
import type { ConsoleTicket } from '#app/provisioning/http/console_ticket'

/** Asks something about a visit as the tenant of its ticket; null when there is no such tenant any more. */
export async function askAsTenant<T>(
  { tenantId }: ConsoleTicket,
  question: (enter: EnterConsole) => Promise<T>
): Promise<T | null> {
  const tenant = await findTenant(tenantId)
  if (!tenant) return null
  const enter = await app.container.make(EnterConsole)
  return asTenant({ tenant }, () => question(enter))
}
