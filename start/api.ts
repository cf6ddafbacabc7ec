/** Collects what each domain offers over the API and registers it; see app/shared/http/endpoint.ts. */
import { existsSync } from 'node:fs'
import type { Endpoint } from '#app/shared/http/endpoint'

/** Domains in the order of the reference. A domain without an API has no such file. */
const domains = [
  'identity', 'customers', 'catalogue', 'promotions', 'checkout', 'offers', 'subscriptions', 'network', 'provisioning', 'billing', 'banking', 'payments', 'ledger',
  'messaging', 'privacy', 'reporting', 'status', 'tenancy',
] // prettier-ignore

/** Rows of every domain. Found by the place of the file, so that a domain adds its rows by having them. */
export async function allEndpoints(): Promise<Endpoint[]> {
  const tables = await Promise.all(domains.filter(hasEndpoints).map(loadEndpoints))
  return tables.flat()
}

function hasEndpoints(domain: string): boolean {
  const base = `../app/${domain}/http/api_endpoints`
  return ['.ts', '.js'].some((ending) => existsSync(new URL(base + ending, import.meta.url)))
}

async function loadEndpoints(domain: string): Promise<Endpoint[]> {
  const table = (await import(`#app/${domain}/http/api_endpoints`)) as { endpoints: Endpoint[] }
  return table.endpoints
}
