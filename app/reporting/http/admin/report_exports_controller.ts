import type { HttpContext } from '@adonisjs/core/http'
import { notFound } from '#app/shared/http/record_id'
import { sendCsv, toCsv } from '#app/shared/http/csv'
import { pathOf, readReportName, readReportQuestion } from '#app/reporting/http/read_report_question'
import { reportToLines } from '#app/reporting/http/transformers/report'
import { findReport } from '#app/reporting/queries/find_report'

/** The report that is shown, as a file. */
export default class ReportExportsController {
  async show(ctx: HttpContext) {
    const name = readReportName(ctx)
    if (!name) throw notFound(ctx)
    const question = await readReportQuestion(ctx)
    const { columns, rows } = reportToLines(await findReport(name, question))
    sendCsv(ctx, `${pathOf(name)}-${question.to}`, toCsv(columns, rows))
  }
}
