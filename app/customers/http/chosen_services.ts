import { readId } from '#app/shared/ids'
import { refuseField } from '#app/shared/http/refuse_field'

/**
 * The services that somebody was given, from ids as they are shown; null for all. Whether they are the customer's is asked when they are
 * looked at: a stranger's id opens nothing.
 */
export function readChosenServices(shown: string[] | null | undefined): string[] | null {
  if (!shown) return null
  return shown.map(
    (text) => readId('service', text) ?? refuseField('service_ids', `"${text}" is no service.`)
  )
}
