import { findSurfaceUrls } from '#app/tenancy/index'
import { keyedPath } from '#app/identity/domain/keyed_link'

/** Where a staff member goes over to the customers' host; for them alone, once, and within a minute. */
export async function impersonationUrl(token: string): Promise<string> {
  const { account } = await findSurfaceUrls()
  return `${account}${keyedPath('impersonation', token)}`
}
