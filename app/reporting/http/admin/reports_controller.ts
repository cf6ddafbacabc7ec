import type { HttpContext } from '@adonisjs/core/http'
import { currentTenant } from '#app/shared/database/context'
import { notFound } from '#app/shared/http/record_id'
import { renderPage } from '#app/shared/http/render_page'
import { reportNames } from '#app/reporting/domain/report'
import { pathOf, readReportName, readReportQuestion } from '#app/reporting/http/read_report_question'
import { reportToWire } from '#app/reporting/http/transformers/report'
import { findReport } from '#app/reporting/queries/find_report'
import { listBookedCurrencies } from '#app/reporting/queries/line_balances'

/** The books as reports: as of any day, in one currency or all in the tenant's own. */
export default class ReportsController {
  async index(ctx: HttpContext) {
    return ctx.response.redirect(`/reports/${pathOf('profit_and_loss')}`)
  }

  async show(ctx: HttpContext) {
    const name = readReportName(ctx)
    if (!name) throw notFound(ctx)
    const question = await readReportQuestion(ctx)
    const report = await findReport(name, question)
    return renderPage(ctx, 'reporting/admin/report', {
      report: reportToWire(report, question),
      names: reportNames.map(pathOf),
      currencies: await listBookedCurrencies(question.to),
      reporting_currency: currentTenant().reportingCurrency,
    })
  }
}
