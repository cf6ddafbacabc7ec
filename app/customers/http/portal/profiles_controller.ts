import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { visibleCustomer } from '#app/shared/http/caller'
import { refuseField } from '#app/shared/http/refuse_field'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { UpdateCustomer, type UpdateCustomerError } from '#app/customers/actions/update_customer'
import { showCustomer } from '#app/customers/http/transformers/customer_transformers'
import { updateCustomer } from '#app/customers/http/validators/customer_validators'
import { findCustomer } from '#app/customers/queries/find_customer'

/** Who the person is, and who is billed. */
@inject()
export default class ProfilesController {
  constructor(private change: UpdateCustomer) {}

  async show(ctx: HttpContext) {
    const { name, email, locale, time_zone } = ctx.user!
    const customer = await findCustomer(visibleCustomer(ctx.caller!)!)
    return renderPage(ctx, 'customers/portal/profile', {
      person: { name, email, locale, time_zone },
      customer: showCustomer(customer!),
      may_change_customer: ctx.caller!.abilities.has('account:write'),
    })
  }

  async update(ctx: HttpContext) {
    const changes = await ctx.request.validateUsing(updateCustomer)
    const result = await this.change.execute(visibleCustomer(ctx.caller!)!, changes)
    if (!result.ok) return refuse(ctx, result.error)
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('customers.profile.saved') })
    return ctx.response.redirect().back()
  }
}

function refuse(ctx: HttpContext, error: UpdateCustomerError): never {
  switch (error.type) {
    case 'customer_not_found':
      throw new Error('The caller is a member of a customer that does not exist')
    case 'tax_id_malformed':
      return refuseField('tax_id', ctx.i18n.t('customers.profile.tax_id_malformed'))
    case 'tax_id_mistyped':
      return refuseField('tax_id', ctx.i18n.t('customers.profile.tax_id_mistyped'))
    case 'company_name_missing':
      return refuseField('company_name', ctx.i18n.t('customers.profile.company_name_missing'))
    default:
      return unreachable(error)
  }
}
