import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { readId } from '#app/shared/ids'
import { EndProviderSessions } from '#app/identity/actions/end_provider_sessions'
import { mayTry } from '#app/identity/http/try_limits'

/** A provider tells us, without a browser, that somebody signed out there (OpenID Connect Back-Channel Logout). */
@inject()
export default class ProviderSignOutsController {
  constructor(private endSessions: EndProviderSessions) {}

  async store(ctx: HttpContext) {
    const { request, response, params } = ctx
    response.header('cache-control', 'no-store')
    if (!(await mayTry(ctx, 'note'))) return response.status(429).json({ error: 'slow_down' })
    const providerId = readId('signInProvider', params.id)
    const token: unknown = request.input('logout_token')
    // What it is and that it is signed is checked by what reads it; a longer one says nothing that we need.
    const isText = typeof token === 'string' && token.length <= 8_192
    const done = providerId && isText ? await this.endSessions.execute(providerId, token) : null
    if (done?.ok) return response.ok('')
    return response.status(400).json({ error: 'invalid_request' })
  }
}
