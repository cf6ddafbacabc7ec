import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { ManageSignInProviders, type SaveProviderError } from '#app/identity/actions/manage_sign_in_providers'
import { showProvider } from '#app/identity/http/transformers/provider_transformers'
import { changedProvider, newProvider } from '#app/identity/http/validators/provider_validators'
import { listSignInProviders } from '#app/identity/queries/list_sign_in_providers'

const nobody = '00000000-0000-0000-0000-000000000000'
const idOf = ({ params }: HttpContext) => readId('signInProvider', params.id) ?? nobody

/** Where else customers may sign in. The secret goes in and never comes out. */
@inject()
export default class SignInProvidersController {
  constructor(private providers: ManageSignInProviders) {}

  async index() {
    return { data: (await listSignInProviders()).map(showProvider), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(newProvider)
    const added = await this.providers.add(toWish(form), ctx.caller!.userId)
    if (!added.ok) return refuse(ctx, added.error)
    ctx.response.status(201)
    return showProvider(added.value)
  }

  async update(ctx: HttpContext) {
    const form = await ctx.request.validateUsing(changedProvider)
    const changed = await this.providers.change(idOf(ctx), toWish(form))
    return changed.ok ? showProvider(changed.value) : refuse(ctx, changed.error)
  }

  async destroy(ctx: HttpContext) {
    const removed = await this.providers.remove(idOf(ctx))
    if (!removed.ok) return refuse(ctx, removed.error)
    ctx.response.noContent()
  }

  /** Asks the issuer whether it is there and takes our secret. */
  async test(ctx: HttpContext) {
    const tested = await this.providers.test(idOf(ctx))
    if (tested.ok) return ctx.response.noContent()
    const { error } = tested
    if (error.type === 'provider_not_found') return refuse(ctx, error)
    sendProblem(ctx, { status: 409, code: error.type, detail: error.fault.message })
  }
}

interface Form {
  name: string
  issuer: string
  client_id: string
  is_enabled: boolean
  takes_sign_ups: boolean
  client_secret?: string
}

function toWish(form: Form) {
  return {
    name: form.name,
    issuer: form.issuer,
    clientId: form.client_id,
    isEnabled: form.is_enabled,
    takesSignUps: form.takes_sign_ups,
    secret: form.client_secret,
  }
}

function refuse(ctx: HttpContext, error: SaveProviderError): void {
  const beside = (field: string) => {
    const message = ctx.i18n.t(`identity.providers.fault.${error.type}`)
    sendProblem(ctx, { status: 422, code: error.type, detail: message, errors: [{ field, message }] })
  }
  switch (error.type) {
    case 'provider_not_found':
      return sendProblem(ctx, { status: 404, code: error.type, detail: 'There is no such provider.' })
    case 'issuer_unusable':
    case 'issuer_fixed':
      return beside('issuer')
    case 'provider_known':
      return beside('client_id')
    case 'secret_missing':
      return beside('client_secret')
    default:
      return unreachable(error)
  }
}
