import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { tell } from '#app/shared/http/portal_answers'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  AcceptInvitation, type AcceptInvitationError, enter, enterOrEnrol, findInvitation, keyOf, mayTry, type OpenInvitation, roleOf,
} from '#app/identity/index' // prettier-ignore
import { findBrand } from '#app/tenancy/index'
import { acceptInvitation } from '#app/customers/http/validators/team_validators'
import { findCustomer } from '#app/customers/queries/find_customer'

/** Answering an invitation: by somebody who is signed in, who has to sign in first, or who is new. */
@inject()
export default class InvitationsController {
  constructor(
    private accept: AcceptInvitation,
    private clock: Clock
  ) {}

  async show(ctx: HttpContext) {
    const token = keyOf(ctx)
    const found = await findInvitation(token, this.clock.now())
    const invitation = found && (found.customerId === null) === (ctx.host.surface === 'admin') ? found : null
    return renderPage(ctx, 'customers/portal/invitation', {
      token,
      invitation: invitation && {
        to: await nameOfTeam(invitation.customerId),
        email: invitation.email,
        inviter: invitation.inviterName,
        role: invitation.customerId ? roleOf(invitation.grants) : null,
        is_staff: invitation.customerId === null,
        answer: howToAnswer(ctx, invitation),
      },
    })
  }

  async store(ctx: HttpContext) {
    const {
      token,
      email,
      name,
      password,
      locale,
      time_zone: timeZone,
    } = await ctx.request.validateUsing(acceptInvitation)
    if (!(await mayTry(ctx, 'signUp'))) refuseField('name', ctx.i18n.t('identity.too_many_tries'))
    if (!ctx.user && !name) refuseField('name', ctx.i18n.t('customers.invitation.name_needed'))
    if (!ctx.user && !password) refuseField('password', ctx.i18n.t('customers.invitation.password_needed'))
    const kind = ctx.host.surface === 'admin' ? 'staff' : 'customer'
    const person = ctx.user
      ? { userId: ctx.user.id }
      : { name: name!, password: password!, email, timeZone, locale: locale ?? ctx.i18n.locale }
    const accepted = await this.accept.execute({ token, kind, person })
    if (!accepted.ok) return refuse(ctx, accepted.error)
    const { user, customerId } = accepted.value
    if (!ctx.user && kind === 'staff') return enterOrEnrol(ctx, user, '/')
    if (!ctx.user) await enter(ctx, user, { factor: 'password' })
    if (customerId) ctx.session.put('customer_id', customerId)
    tell(ctx, 'success', 'customers.invitation.accepted')
    return ctx.response.redirect().toPath('/')
  }
}

async function nameOfTeam(customerId: string | null): Promise<string> {
  if (!customerId) return (await findBrand()).name
  const customer = await findCustomer(customerId)
  return customer?.company_name ?? customer?.name ?? ''
}

function howToAnswer(
  ctx: HttpContext,
  { email, isKnown }: OpenInvitation
): 'join' | 'begin' | 'sign_in' | 'other_person' {
  if (ctx.user) return email === null || ctx.user.email === email ? 'join' : 'other_person'
  return isKnown ? 'sign_in' : 'begin'
}

function refuse(ctx: HttpContext, error: AcceptInvitationError): never {
  switch (error.type) {
    case 'email_missing':
    case 'email_taken':
      return refuseField('email', ctx.i18n.t(`customers.invitation.refused.${error.type}`))
    case 'link_unusable':
    case 'for_somebody_else':
      return refuseField('token', ctx.i18n.t(`customers.invitation.refused.${error.type}`))
    default:
      return unreachable(error)
  }
}
