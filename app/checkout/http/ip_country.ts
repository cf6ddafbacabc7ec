import type { HttpContext } from '@adonisjs/core/http'
import env from '#start/env'

/**
 * The country that the operator's own proxy names for a request. Only the header that was configured is read: any other one could
 * be written by whoever asks. `XX` and `T1` are what Cloudflare says when it does not know.
 */
export function readIpCountry({ request }: HttpContext): string | null {
  const name = env.get('IP_COUNTRY_HEADER')
  const country = name ? request.header(name)?.trim().toUpperCase() : undefined
  return country && /^[A-Z]{2}$/.test(country) && country !== 'XX' ? country : null
}
