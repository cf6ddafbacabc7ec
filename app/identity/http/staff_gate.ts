import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import env from '#start/env'
import type { StaffEntrance, Tenant } from '#app/shared/database/context'
import type { Host } from '#app/shared/database/tenant_directory'
import { asTenant } from '#app/shared/database/unit'
import { readRemoteAddress } from '#app/shared/http/own_proxy'
import { err, type Result } from '#app/shared/result'
import {
  type AccessApplication,
  type AssertedCaller,
  type AssertionRefusal,
  readAssertion,
  readTeam,
} from '#app/identity/domain/access_assertion'
import { decideEntrance, type EntranceRefusal } from '#app/identity/domain/staff_entrance'
import { checkAssertion } from '#app/identity/drivers/access/check_assertion'

/** The Access application in front of all staff hosts of this installation, where its operator named one. */
const ofInstallation = readInstallation(env.get('ACCESS_TEAM'), env.get('ACCESS_AUDIENCE'))

/**
 * @throws when only half of it is there or it is misspelt: an installation that was meant to be behind Access must not start without
 */
export function readInstallation(
  team: string | undefined,
  audience: string | undefined
): AccessApplication | null {
  if (!team && !audience) return null
  const name = readTeam(team ?? '')
  if (!name || !/^[0-9a-f]{64}$/.test(audience ?? '')) {
    throw new Error(
      'ACCESS_TEAM and ACCESS_AUDIENCE belong together: the team’s name and 64 hexadecimal digits'
    )
  }
  return { team: name, audience: audience! }
}

/** The application that stands in front of a tenant's staff host: its own, else the installation's, else none. */
export function accessOf({ access }: StaffEntrance): AccessApplication | null {
  return access ?? ofInstallation
}

/** Whom a request's own assertion names for an application. */
export async function assertedBy(
  headers: IncomingHttpHeaders,
  application: AccessApplication
): Promise<Result<AssertedCaller, AssertionRefusal>> {
  const assertion = readAssertion(headers)
  return assertion === null ? err('missing') : checkAssertion(assertion, application)
}

/** Whether a request gets as far as the staff's sign-in or API: its network, and Cloudflare Access where that stands in front. */
export async function passEntrance(
  { staffEntrance }: Tenant,
  request: { ip: string; headers: IncomingHttpHeaders; isForPrograms: boolean }
): Promise<Result<{ assertedEmail: string | null }, EntranceRefusal>> {
  const application = accessOf(staffEntrance)
  return decideEntrance(staffEntrance, {
    ip: request.ip,
    isForPrograms: request.isForPrograms,
    assertion: application && (await assertedBy(request.headers, application)),
  })
}

/** The same for a connection that is to stay open: live news, and consoles that staff look at. */
export function mayConnect(request: IncomingMessage, { tenant, surface }: Host): Promise<boolean> {
  if (surface !== 'admin') return Promise.resolve(true)
  return asTenant({ tenant }, async () => {
    const ip = readRemoteAddress(request)
    return (await passEntrance(tenant, { ip, headers: request.headers, isForPrograms: false })).ok
  })
}
