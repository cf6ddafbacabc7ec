import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { refuseField } from '#app/shared/http/refuse_field'
import { ChangeBankSettings } from '#app/banking/actions/change_bank_settings'
import { RememberCsvLayout } from '#app/banking/actions/remember_csv_layout'
import { bankSettingsForm, csvLayoutForm } from '#app/banking/http/validators/bank_validators'
import { findBankSettings } from '#app/banking/queries/find_bank_settings'

/** Whether certain matches are booked by themselves, and how the tables of a bank are read. */
@inject()
export default class BankSettingsController {
  constructor(
    private change: ChangeBankSettings,
    private remember: RememberCsvLayout
  ) {}

  async show() {
    return { books_certain: (await findBankSettings()).booksCertain }
  }

  async update(ctx: HttpContext) {
    const { books_certain: booksCertain } = await ctx.request.validateUsing(bankSettingsForm)
    await this.change.execute({ booksCertain })
    return { books_certain: booksCertain }
  }

  async layout(ctx: HttpContext) {
    const { head, columns, day_order, decimal_mark } = await ctx.request.validateUsing(csvLayoutForm)
    const given = Object.fromEntries(Object.entries(columns).filter(([, at]) => at !== undefined))
    const layout = { columns: given, dayOrder: day_order, decimalMark: decimal_mark }
    const remembered = await this.remember.execute(head, layout)
    if (!remembered.ok) refuseField('columns', ctx.i18n.t(`banking.layout.${remembered.error.type}`))
    ctx.response.status(204)
  }
}
