import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { checkReportQuestion, readReportName } from '#app/reporting/http/read_report_question'
import { reportToWire } from '#app/reporting/http/transformers/report'
import { findReport } from '#app/reporting/queries/find_report'

const complaints = {
  day_impossible: 'There is no such day.',
  range_reversed: 'The first day lies after the last one.',
}

/** The books as reports, for programs. */
export default class ReportsController {
  async show(ctx: HttpContext) {
    const name = readReportName(ctx)
    if (!name)
      return sendProblem(ctx, { status: 404, code: 'report_not_found', detail: 'There is no such report.' })
    const question = await checkReportQuestion(ctx)
    if ('code' in question) {
      const { field, code } = question
      return sendProblem(ctx, {
        status: 422,
        code,
        detail: complaints[code],
        errors: [{ field, message: complaints[code] }],
      })
    }
    return reportToWire(await findReport(name, question), question)
  }
}
