import type { HttpContext } from '@adonisjs/core/http'
import { notFound } from '#app/shared/http/record_id'
import { sendTable } from '#app/shared/http/table_file'
import { pathOf, readReportName, readReportQuestion } from '#app/reporting/http/read_report_question'
import { reportToLines } from '#app/reporting/http/transformers/report'
import { findReport } from '#app/reporting/queries/find_report'

/** The report that is shown, as a file. */
export default class ReportExportsController {
  async show(ctx: HttpContext) {
    const name = readReportName(ctx)
    if (!name) throw notFound(ctx)
    const question = await readReportQuestion(ctx)
    await sendTable(ctx, `${pathOf(name)}-${question.to}`, reportToLines(await findReport(name, question)))
  }
}
