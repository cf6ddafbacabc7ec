import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import type { FileBodyRefusal } from '#app/shared/http/read_file_body'
import { unreachable } from '#app/shared/result'
import type { ImportStatementError } from '#app/banking/actions/import_statement'
import { fileBytesMax } from '#app/banking/drivers/contract'

const megabyte = 1024 * 1024

/** How each refusal of a file looks: in words of whoever sent it, with the place where there is one. */
export function refuseImport(ctx: HttpContext, error: ImportStatementError | FileBodyRefusal): void {
  const { t } = ctx.i18n
  const send = (code: string, values: Record<string, string> = {}, status = 422) => {
    const detail = t.call(ctx.i18n, `banking.import.${code}`, values)
    sendProblem(ctx, { status, code, detail, ...(status === 422 ? { errors: [{ field: 'file', message: detail }] } : {}) }) // prettier-ignore
  }
  switch (error.type) {
    case 'content_type_unknown':
      return send(error.type, {}, 415)
    case 'too_large':
    case 'file_too_large':
      return send('file_too_large', { limit: String(fileBytesMax / megabyte) }, 413)
    case 'unreadable':
      return send(error.where ? 'unreadable_at' : 'unreadable', { reason: error.reason, where: error.where ?? '' }) // prettier-ignore
    case 'version_unknown':
      return send(error.type, { found: error.found })
    case 'account_unknown':
    case 'account_differs':
      return send(error.type, { iban: error.iban })
    case 'currency_differs':
      return send(error.type, { currency: error.currency })
    case 'bank_account_not_found':
      return send(error.type, {}, 404)
    case 'file_empty':
    case 'account_needed':
      return send(error.type)
    case 'columns_unknown': {
      const { head, sample, guess } = error
      const detail = t.call(ctx.i18n, 'banking.import.columns_unknown')
      const asked = { head, sample, guess: { columns: guess.columns ?? {}, day_order: guess.dayOrder ?? null, decimal_mark: guess.decimalMark ?? null } } // prettier-ignore
      ctx.response
        .status(422)
        .type('application/problem+json')
        .send({ type: `urn:problem:${error.type}`, title: 'Cannot be accepted', status: 422, code: error.type, detail, ...asked, request_id: ctx.request.id() ?? null }) // prettier-ignore
      return
    }
    default:
      return unreachable(error)
  }
}
