import { randomBytes } from 'node:crypto'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import {
  enter,
  forgetSignUp,
  mayTry,
  providerSessionOf,
  readSignUp,
  SignInByProvider,
} from '#app/identity/index'
import { listCurrencies } from '#app/tenancy/index'
import { AskForSignUp } from '#app/customers/actions/ask_for_sign_up'
import { SignUp, type SignUpError } from '#app/customers/actions/sign_up'
import { noteAsked } from '#app/customers/http/asked_here'
import { signUp, signUpWithProvider } from '#app/customers/http/validators/customer_validators'

/** Becoming a customer. */
@inject()
export default class SignUpsController {
  constructor(
    private signUp: SignUp,
    private askForSignUp: AskForSignUp,
    private byProvider: SignInByProvider
  ) {}

  async create(ctx: HttpContext) {
    const returnTo = localPath(ctx.request.input('return_to'))
    if (ctx.caller) return ctx.response.redirect().toPath(returnTo)
    const known = readSignUp(ctx)
    return renderPage(ctx, 'customers/portal/sign_up', {
      provider: known && {
        name: known.provider.name,
        email: known.claims.email,
        person: known.claims.name ?? '',
      },
      sent_to: ctx.session.flashMessages.get('sign_up_sent_to') ?? null,
      return_to: returnTo,
      currencies: listCurrencies(),
      currency: ctx.request.input('currency') ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const known = ctx.request.input('with_provider') === true ? readSignUp(ctx) : null
    return known ? this.storeWithProvider(ctx, known) : this.storeWithPassword(ctx)
  }

  /**
   * The address is taken as proven: the provider says that it is theirs, and the tenant trusts the provider with that. There is no password
   * until the person sets one by mail.
   */
  private async storeWithProvider(
    ctx: HttpContext,
    { provider, claims }: NonNullable<ReturnType<typeof readSignUp>>
  ) {
    const { return_to, company_name, time_zone, ...input } =
      await ctx.request.validateUsing(signUpWithProvider)
    if (!(await mayTry(ctx, 'signUp'))) refuseField('name', ctx.i18n.t('identity.too_many_tries'))
    if (!listCurrencies().includes(input.currency)) refuseSignUp(ctx, { type: 'currency_unknown' })
    const result = await this.signUp.execute({
      ...input,
      email: claims.email,
      password: randomBytes(32).toString('base64url'),
      companyName: company_name ?? null,
      timeZone: time_zone,
      locale: ctx.i18n.locale,
    })
    if (!result.ok) return refuseSignUp(ctx, result.error)
    const { userId, customer } = result.value
    await this.byProvider.link({ userId, provider, claims })
    forgetSignUp(ctx)
    const by = providerSessionOf(provider.id, claims)
    await enter(ctx, { id: userId, email: customer.email }, { factor: 'provider', provider: by })
    return ctx.response.redirect().toPath(localPath(return_to))
  }

  private async storeWithPassword(ctx: HttpContext) {
    const { return_to, company_name, time_zone, ...input } = await ctx.request.validateUsing(signUp)
    if (!(await mayTry(ctx, 'signUp', input.email)))
      refuseField('email', ctx.i18n.t('identity.too_many_tries'))
    if (!listCurrencies().includes(input.currency)) refuseSignUp(ctx, { type: 'currency_unknown' })
    const { locale } = ctx.i18n
    const account = { ...input, companyName: company_name ?? null, timeZone: time_zone, locale }
    if (ctx.host.tenant.confirmSignUps) return this.ask(ctx, { ...account, returnTo: localPath(return_to) })
    const result = await this.signUp.execute({ ...account, isEmailToProve: true })
    if (!result.ok) return refuseSignUp(ctx, result.error)
    const { userId, customer } = result.value
    await enter(ctx, { id: userId, email: customer.email }, { factor: 'password' })
    return ctx.response.redirect().toPath(localPath(return_to))
  }

  /** The answer is the same for every address, taken or not. */
  private async ask(ctx: HttpContext, account: Parameters<AskForSignUp['execute']>[0]) {
    const { id } = await this.askForSignUp.execute(account)
    noteAsked(ctx, id)
    ctx.session.flash('sign_up_sent_to', account.email)
    const path = `/sign-up?return_to=${encodeURIComponent(account.returnTo)}`
    return ctx.response.redirect().toPath(path)
  }
}

/**
 * Who is let in at once has to be told that an address is taken; the limit of tries keeps it from being asked in bulk. A tenant that wants nobody
 * told has new people confirm their address first (ADR 26).
 */
function refuseSignUp(ctx: HttpContext, error: SignUpError): never {
  switch (error.type) {
    case 'email_taken':
      return refuseField('email', ctx.i18n.t('customers.sign_up.email_taken'))
    case 'currency_unknown':
      return refuseField('currency', ctx.i18n.t('customers.sign_up.currency_unknown'))
    default:
      return unreachable(error)
  }
}
