import type { HttpContext } from '@adonisjs/core/http'
import { renderPage } from '#app/shared/http/render_page'
import { logoutUriOf, redirectUriOf } from '#app/identity/http/provider_trips'
import { showProvider } from '#app/identity/http/transformers/provider_transformers'
import { listSignInProviders } from '#app/identity/queries/list_sign_in_providers'

/** Where else customers may sign in. */
export default class SignInProviderPagesController {
  async index(ctx: HttpContext) {
    const rows = await listSignInProviders()
    // What the provider has to be told, for each.
    const providers = await Promise.all(
      rows.map(async (row) => ({
        ...showProvider(row),
        redirect_uri: await redirectUriOf(row.id),
        logout_uri: await logoutUriOf(row.id),
      }))
    )
    return renderPage(ctx, 'identity/admin/sign_in_providers', { providers })
  }
}
