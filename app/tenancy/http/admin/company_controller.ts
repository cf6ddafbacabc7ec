import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notFound } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { unreachable } from '#app/shared/result'
import { ChangeCompany, type ChangeCompanyError } from '#app/tenancy/actions/change_company'
import { changeCompanyForm } from '#app/tenancy/http/validators/company_validators'
import { findCompany } from '#app/tenancy/queries/find_company'

/** The page on which staff say who sells. */
@inject()
export default class CompanyController {
  constructor(private change: ChangeCompany) {}

  async show(ctx: HttpContext) {
    const company = await findCompany()
    if (!company) throw notFound(ctx)
    return renderPage(ctx, 'tenancy/admin/company', { company })
  }

  async update(ctx: HttpContext) {
    const result = await this.change.execute(await ctx.request.validateUsing(changeCompanyForm))
    if (!result.ok) return refuse(ctx, result.error)
    ctx.session.flash('notice', { tone: 'success', text: ctx.i18n.t('tenancy.company.saved') })
    return ctx.response.redirect().back()
  }
}

function refuse(ctx: HttpContext, error: ChangeCompanyError): never {
  switch (error.type) {
    case 'company_not_found':
      throw notFound(ctx)
    default:
      return unreachable(error.type)
  }
}
