import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { Provider } from 'oidc-provider'
import { nothingHere } from '#app/shared/http/portal_answers'
import { renderPage } from '#app/shared/http/render_page'
import { readId, showId } from '#app/shared/ids'
import { GiveOauthConsent } from '#app/identity/actions/give_oauth_consent'
import { coversScopes } from '#app/identity/domain/oauth'
import { findProvider } from '#app/identity/http/oauth/provider'
import { isFreshlyProven, noteApplication } from '#app/identity/http/session_identity'
import { findOauthClient, findOauthConsent } from '#app/identity/queries/list_oauth_clients'
import type { OauthClient } from '#app/identity/records/oauth_clients'

type Details = Awaited<ReturnType<Provider['interactionDetails']>>

interface Wish {
  provider: Provider
  details: Details
  client: OauthClient
  scopes: string[]
}

/** An application asks who somebody is: they sign in, are asked once, and go back to it. */
@inject()
export default class OauthInteractionsController {
  constructor(private giveConsent: GiveOauthConsent) {}

  async show(ctx: HttpContext) {
    const wish = await readWish(ctx)
    if (!ctx.caller)
      return ctx.response.redirect().toPath(`/sign-in?return_to=${encodeURIComponent(ctx.request.url())}`)
    // Whoever looks in from the support tells no application that they are the customer.
    if (ctx.impersonation) return nothingHere(ctx)
    if (needsProof(ctx, wish))
      return ctx.response.redirect().toPath(`/confirm?return_to=${encodeURIComponent(ctx.request.url())}`)
    const allowed = wish.client.is_trusted
      ? wish.scopes
      : await findOauthConsent(ctx.caller.userId, wish.client.id)
    const isAskedFor = String(wish.details.params.prompt ?? '').includes('consent')
    if (!isAskedFor && coversScopes(allowed, wish.scopes)) return this.finish(ctx, wish)
    return renderPage(ctx, 'identity/portal/consent', {
      uid: wish.details.uid,
      application: { name: wish.client.name, host: new URL(String(wish.details.params.redirect_uri)).host },
      scopes: wish.scopes,
    })
  }

  async store(ctx: HttpContext) {
    const wish = await readWish(ctx)
    if (!ctx.caller || ctx.impersonation || needsProof(ctx, wish))
      return ctx.response.redirect().toPath(`/oauth/interactions/${wish.details.uid}`)
    const { id: clientId } = wish.client
    await this.giveConsent.execute({ userId: ctx.caller.userId, clientId, scopes: wish.scopes })
    return this.finish(ctx, wish)
  }

  async destroy(ctx: HttpContext) {
    const { provider } = await readWish(ctx)
    const answer = { error: 'access_denied', error_description: 'The person did not agree' }
    return leave(
      ctx,
      await provider.interactionResult(...raw(ctx), answer, { mergeWithLastSubmission: false })
    )
  }

  private async finish(ctx: HttpContext, { provider, details, client, scopes }: Wish): Promise<void> {
    noteApplication(ctx, client.id)
    const accountId = showId('user', ctx.caller!.userId)
    const grant = new provider.Grant({ accountId, clientId: String(details.params.client_id) })
    grant.addOIDCScope(scopes.join(' '))
    const result = {
      login: { accountId, remember: false, ts: provenAt(ctx) },
      consent: { grantId: await grant.save() },
    }
    leave(ctx, await provider.interactionResult(...raw(ctx), result, { mergeWithLastSubmission: false }))
  }
}

function raw({ request, response }: HttpContext) {
  return [request.request, response.response] as const
}

/** What the application asked for, as the cookie of this browser says; another browser's is nothing here. */
async function readWish(ctx: HttpContext): Promise<Wish> {
  const provider = await findProvider()
  const details = await provider?.interactionDetails(...raw(ctx)).catch(() => null)
  if (!provider || !details || details.uid !== ctx.params.uid) return nothingHere(ctx)
  const id = readId('oauthClient', details.params.client_id)
  const client = id ? await findOauthClient(id) : undefined
  if (!client) return nothingHere(ctx)
  const wanted = String(details.params.scope ?? '').split(' ')
  return { provider, details, client, scopes: client.scopes.filter((scope) => wanted.includes(scope)) }
}

/** Where the application wants the person to prove anew who they are. */
function needsProof(ctx: HttpContext, { details: { params } }: Wish): boolean {
  const isAsked =
    String(params.prompt ?? '')
      .split(' ')
      .includes('login') || params.max_age !== undefined
  return isAsked && !isFreshlyProven(ctx)
}

function provenAt(ctx: HttpContext): number {
  const at = Number(ctx.session.get('proven_at') ?? ctx.session.get('began_at') ?? 0)
  return Math.floor(at / 1000)
}

/** A page's own form is answered by a header that has the browser leave; a visit by a redirect. */
function leave(ctx: HttpContext, url: string): void {
  if (ctx.request.header('x-inertia')) ctx.inertia.location(url)
  else ctx.response.redirect().status(303).toPath(url)
}
