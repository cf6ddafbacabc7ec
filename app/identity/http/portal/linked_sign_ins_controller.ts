import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, tell } from '#app/shared/http/portal_answers'
import { readId } from '#app/shared/ids'
import { SignInByProvider } from '#app/identity/actions/sign_in_by_provider'
import { keepTrip, redirectUriOf } from '#app/identity/http/provider_trips'

/** Linking an account elsewhere with one's own, and taking that back: after fresh proof, and by a form that only our pages can send. */
@inject()
export default class LinkedSignInsController {
  constructor(private signIn: SignInByProvider) {}

  async store(ctx: HttpContext) {
    const providerId = readId('signInProvider', ctx.params.id)
    if (!providerId) return nothingHere(ctx)
    const way = { redirectUri: await redirectUriOf(providerId), locale: ctx.i18n.locale }
    const begun = await this.signIn.begin(providerId, way)
    if (!begun.ok) {
      if (begun.error.type === 'provider_not_found') return nothingHere(ctx)
      tell(ctx, 'error', `identity.providers.refused.${begun.error.type}`)
      return ctx.response.redirect().toPath('/security')
    }
    const purpose = { kind: 'link' as const, userId: ctx.caller!.userId }
    keepTrip(ctx, { providerId, purpose, trip: begun.value.trip, returnTo: '/security' })
    // The page adapter leaves the page: a form may not lead to another site.
    return ctx.inertia.location(begun.value.url)
  }

  async destroy(ctx: HttpContext) {
    const id = readId('linkedSignIn', ctx.params.id)
    const gone = id ? await this.signIn.unlink(ctx.caller!.userId, id) : null
    if (!gone?.ok) return nothingHere(ctx)
    tell(ctx, 'success', 'identity.providers.unlinked')
    return ctx.response.redirect().toPath('/security')
  }
}
