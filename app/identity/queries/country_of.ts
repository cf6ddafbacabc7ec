import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ipaddr from 'ipaddr.js'
import { type CountryResponse, Reader } from 'mmdb-lib'

/** Public domain, 8 MB, made of what the registries and networks say about themselves; nobody outside is asked. */
const databaseFile = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'

let reader: Reader<CountryResponse> | undefined

/**
 * The country in which a network address is registered (ISO 3166-1), as a hint to whom it belongs to: people know no addresses. Null where
 * nobody says, and for addresses of no public network. The list is read when it is first needed.
 */
export function countryOf(ip: string | null): string | null {
  if (ip === null || !ipaddr.isValid(ip)) return null
  const address = ipaddr.process(ip)
  if (address.range() !== 'unicast') return null
  reader ??= new Reader<CountryResponse>(readFileSync(fileURLToPath(import.meta.resolve(databaseFile))))
  // This list is flat, where those that the reader was made for nest.
  const found = reader.get(address.toString()) as { country_code?: string } | null
  return found?.country_code ?? null
}
