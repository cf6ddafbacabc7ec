import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { unreachable } from '#app/shared/result'
import { ChangeCompany, type ChangeCompanyError } from '#app/tenancy/actions/change_company'
import { changeCompanyForm } from '#app/tenancy/http/validators/company_validators'
import { findCompany } from '#app/tenancy/queries/find_company'

/** Who sells, as documents print it. */
@inject()
export default class CompanyController {
  constructor(private change: ChangeCompany) {}

  async show(ctx: HttpContext) {
    return (await findCompany()) ?? sendNotFound(ctx)
  }

  async update(ctx: HttpContext) {
    const result = await this.change.execute(await ctx.request.validateUsing(changeCompanyForm))
    return result.ok ? result.value : refuse(ctx, result.error)
  }
}

function sendNotFound(ctx: HttpContext): void {
  sendProblem(ctx, { status: 404, code: 'company_not_found', detail: 'This tenant is not set up yet.' })
}

function refuse(ctx: HttpContext, error: ChangeCompanyError): void {
  switch (error.type) {
    case 'company_not_found':
      return sendNotFound(ctx)
    default:
      return unreachable(error.type)
  }
}
