import type { HttpContext } from '@adonisjs/core/http'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { findBrand } from '#app/tenancy/queries/find_brand'

/** Read again well before it is over (RFC 9116 wants less than a year). */
const validDays = 180
const clock = new Clock()

/** Whom to tell of a hole, as RFC 9116 has it. */
export default class SecurityTextsController {
  async show({ request, response }: HttpContext) {
    const { support_email } = await findBrand()
    const expires = addDuration(clock.wall(), { days: validDays }).toISOString().slice(0, 19)
    response
      .type('text/plain; charset=utf-8')
      .send(
        [
          `Contact: mailto:${support_email}`,
          `Expires: ${expires}Z`,
          'Preferred-Languages: en, de',
          `Canonical: ${request.protocol()}://${request.host()}/.well-known/security.txt`,
          '',
        ].join('\n')
      )
  }
}
