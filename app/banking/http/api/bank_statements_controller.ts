import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { pageSize } from '#app/shared/http/common_rules'
import { toListAnswer } from '#app/shared/http/keyset_answer'
import { sendProblem } from '#app/shared/http/problem'
import { readFileBody } from '#app/shared/http/read_file_body'
import { readId } from '#app/shared/ids'
import { ImportStatement } from '#app/banking/actions/import_statement'
import { fileBytesMax } from '#app/banking/drivers/contract'
import { refuseImport } from '#app/banking/http/bank_refusals'
import { statementFileTypes } from '#app/banking/http/file_types'
import { showImported, showStatement } from '#app/banking/http/transformers/bank_transformers'
import { importQuery, listStatementsQuery } from '#app/banking/http/validators/bank_validators'
import { findStatement, listStatements } from '#app/banking/queries/list_statements'

/** The id of nothing: an id that is none is not found. */
const nothing = '00000000-0000-0000-0000-000000000000'

/** Files of banks. */
@inject()
export default class BankStatementsController {
  constructor(private importStatement: ImportStatement) {}

  async index(ctx: HttpContext) {
    const { cursor, limit } = await ctx.request.validateUsing(listStatementsQuery)
    return toListAnswer(
      await listStatements({ before: cursor ?? null, size: pageSize(limit) }),
      showStatement
    )
  }

  async show(ctx: HttpContext) {
    const id = readId('bankStatement', ctx.params.id)
    const found = id ? await findStatement(id) : null
    if (found) return showStatement(found)
    const detail = ctx.i18n.t('banking.import.not_found')
    sendProblem(ctx, { status: 404, code: 'bank_statement_not_found', detail })
  }

  async store(ctx: HttpContext) {
    const { file_name, bank_account_id } = await importQuery.validate(ctx.request.qs())
    const file = await readFileBody(ctx, { contentTypes: statementFileTypes, bytesMax: fileBytesMax })
    if (!file.ok) return refuseImport(ctx, file.error)
    const imported = await this.importStatement.execute({
      file: file.value,
      fileName: file_name ?? 'statement',
      bankAccountId: bank_account_id ? (readId('bankAccount', bank_account_id) ?? nothing) : null,
    })
    if (!imported.ok) return refuseImport(ctx, imported.error)
    ctx.response.status(201)
    return showImported(imported.value)
  }
}
