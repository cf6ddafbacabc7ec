import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { localPath, refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { Clock } from '#app/shared/time/clock'
import { unreachable } from '#app/shared/result'
import { enter, keyOf, mayTry } from '#app/identity/index'
import { FinishSignUp, type FinishSignUpError } from '#app/customers/actions/finish_sign_up'
import { askedHere, forgetAsked } from '#app/customers/http/asked_here'
import { finishSignUp } from '#app/customers/http/validators/customer_validators'
import { findAskedSignUp } from '#app/customers/queries/find_asked_sign_up'

/** Links that finish signing up. Looking at one does nothing: mail programs look at links by themselves. */
@inject()
export default class AskedSignUpsController {
  constructor(
    private clock: Clock,
    private finish: FinishSignUp
  ) {}

  async show(ctx: HttpContext) {
    const token = keyOf(ctx)
    const asked = await findAskedSignUp(token, this.clock.now())
    return renderPage(ctx, 'customers/portal/confirm_sign_up', {
      token,
      email: asked?.email ?? null,
      needs_password: asked !== null && asked.id !== askedHere(ctx),
    })
  }

  async store(ctx: HttpContext) {
    const { token, password } = await ctx.request.validateUsing(finishSignUp)
    if (!(await mayTry(ctx, 'link'))) refuseField('password', ctx.i18n.t('identity.too_many_tries'))
    const made = await this.finish.execute({ token, password: password ?? '', askedHere: askedHere(ctx) })
    if (!made.ok) return refuse(ctx, made.error)
    const { userId, customer, returnTo } = made.value
    forgetAsked(ctx)
    await enter(ctx, { id: userId, email: customer.email }, { factor: 'password' })
    return ctx.response.redirect().toPath(localPath(returnTo))
  }
}

function refuse(ctx: HttpContext, { type }: FinishSignUpError): never {
  switch (type) {
    case 'link_unusable':
      return refuseField('token', ctx.i18n.t('identity.email_link.link_unusable'))
    case 'password_wrong':
      return refuseField('password', ctx.i18n.t('customers.confirm_sign_up.password_wrong'))
    case 'email_taken':
    case 'currency_unknown':
      return refuseField('token', ctx.i18n.t(`customers.sign_up.${type}`))
    default:
      return unreachable(type)
  }
}
