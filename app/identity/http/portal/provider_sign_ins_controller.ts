import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { nothingHere, tell } from '#app/shared/http/portal_answers'
import { localPath } from '#app/shared/http/refuse_field'
import { readId } from '#app/shared/ids'
import { type ProviderOutcome, SignInByProvider } from '#app/identity/actions/sign_in_by_provider'
import type { ProviderClaims } from '#app/identity/domain/provider_sign_in'
import { enter, relyingParty } from '#app/identity/http/entrance'
import { beginPending } from '#app/identity/http/pending_sign_in'
import { keepSignUp, keepTrip, redirectUriOf, takeTrip } from '#app/identity/http/provider_trips'
import { isFreshlyProven } from '#app/identity/http/session_identity'
import { mayTry } from '#app/identity/http/try_limits'
import { listOfferedProviders } from '#app/identity/queries/list_sign_in_providers'

/** Signing in with an account elsewhere: to the provider, and back from it. */
@inject()
export default class ProviderSignInsController {
  constructor(private signIn: SignInByProvider) {}

  async create(ctx: HttpContext) {
    const providerId = readId('signInProvider', ctx.params.id)
    if (!providerId) return nothingHere(ctx)
    const returnTo = localPath(ctx.request.input('return_to'))
    if (ctx.caller) return ctx.response.redirect().toPath(returnTo)
    if (!(await mayTry(ctx, 'signIn'))) return refuse(ctx, 'too_many_tries')
    const way = { redirectUri: await redirectUriOf(providerId), locale: ctx.i18n.locale }
    const begun = await this.signIn.begin(providerId, way)
    if (!begun.ok)
      return begun.error.type === 'provider_not_found' ? nothingHere(ctx) : refuse(ctx, begun.error.type)
    keepTrip(ctx, { providerId, purpose: { kind: 'sign_in' }, trip: begun.value.trip, returnTo })
    return ctx.response.redirect().toPath(begun.value.url)
  }

  async show(ctx: HttpContext) {
    const providerId = readId('signInProvider', ctx.params.id)
    const stored = providerId ? takeTrip(ctx, providerId) : null
    ctx.response.header('referrer-policy', 'no-referrer').header('cache-control', 'no-store')
    if (!providerId || !stored) return refuse(ctx, 'trip_lost')
    const { purpose, trip, returnTo } = stored
    // Whoever comes back to link has to be who left, and to have proved it a short while ago.
    const isSame =
      purpose.kind === 'sign_in' || (ctx.caller?.userId === purpose.userId && isFreshlyProven(ctx))
    if (!isSame || (purpose.kind === 'sign_in' && ctx.caller)) return refuse(ctx, 'trip_lost')
    const returned = new URL(await redirectUriOf(providerId))
    returned.search = new URL(ctx.request.completeUrl(true)).search
    const { rpId } = relyingParty(ctx)
    const done = await this.signIn.finish({ providerId, purpose, returned, trip, rpId })
    if (!done.ok) return refuse(ctx, done.error.type)
    switch (done.value.kind) {
      case 'linked':
      case 'already_linked':
        tell(ctx, 'success', `identity.providers.${done.value.kind}`)
        return ctx.response.redirect().toPath('/security')
      case 'sign_up':
        return this.signUp(ctx, { providerId, claims: done.value.claims, returnTo })
      default:
        return this.letIn(ctx, { ...done.value, returnTo })
    }
  }

  private async letIn(
    ctx: HttpContext,
    { user, step, provider, returnTo }: Extract<ProviderOutcome, { kind: 'enter' }> & { returnTo: string }
  ) {
    if (step !== 'enter') {
      beginPending(ctx, user, { step, returnTo, provider })
      return ctx.response.redirect().toPath('/sign-in/second-factor')
    }
    await enter(ctx, user, { factor: 'provider', provider })
    return ctx.response.redirect().toPath(returnTo)
  }

  private async signUp(
    ctx: HttpContext,
    { providerId, claims, returnTo }: { providerId: string; claims: ProviderClaims; returnTo: string }
  ) {
    const provider = (await listOfferedProviders()).find(({ id }) => id === providerId)
    if (!provider || !claims.email) return refuse(ctx, 'email_unverified')
    keepSignUp(ctx, { provider, claims: { ...claims, email: claims.email } })
    return ctx.response.redirect().toPath(`/sign-up?return_to=${encodeURIComponent(returnTo)}`)
  }
}

/** Back to where people sign in, or to their security page, with why. */
function refuse(ctx: HttpContext, why: string): void {
  tell(ctx, 'error', `identity.providers.refused.${why}`)
  ctx.response.redirect().toPath(ctx.caller ? '/security' : '/sign-in')
}
