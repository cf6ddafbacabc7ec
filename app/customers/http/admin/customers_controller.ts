import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { goBackWith } from '#app/shared/http/notice'
import { notFound, readRecordId } from '#app/shared/http/record_id'
import { refuseField } from '#app/shared/http/refuse_field'
import { unreachable } from '#app/shared/result'
import { UpdateCustomer } from '#app/customers/actions/update_customer'
import { updateCustomerAsStaff } from '#app/customers/http/validators/customer_validators'

/** Staff change who is billed and where. */
@inject()
export default class CustomersController {
  constructor(private updateCustomer: UpdateCustomer) {}

  async update(ctx: HttpContext) {
    const changes = await ctx.request.validateUsing(updateCustomerAsStaff)
    const result = await this.updateCustomer.execute(readRecordId(ctx, 'customer'), changes)
    if (result.ok) return goBackWith(ctx, 'success', 'staff_notices.customer_saved')
    const { type } = result.error
    switch (type) {
      case 'customer_not_found':
        throw notFound(ctx)
      case 'tax_id_malformed':
        return refuseField('tax_id', ctx.i18n.t('staff_notices.customer_tax_id_malformed'))
      case 'tax_id_mistyped':
        return refuseField('tax_id', ctx.i18n.t('staff_notices.customer_tax_id_mistyped'))
      case 'company_name_missing':
        return refuseField('company_name', ctx.i18n.t('staff_notices.customer_company_name_missing'))
      default:
        return unreachable(type)
    }
  }
}
