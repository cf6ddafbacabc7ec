import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { sendProblem } from '#app/shared/http/problem'
import { readId } from '#app/shared/ids'
import { unreachable } from '#app/shared/result'
import { ManageBankAccounts } from '#app/tenancy/actions/manage_bank_accounts'
import type { BankAccountProblem } from '#app/tenancy/domain/bank_account'
import { showBankAccount } from '#app/tenancy/http/transformers/bank_account_transformers'
import {
  changeBankAccountForm,
  openBankAccountForm,
} from '#app/tenancy/http/validators/bank_account_validators'
import { listBankAccounts } from '#app/tenancy/queries/list_bank_accounts'

/** The accounts to which customers transfer money. */
@inject()
export default class BankAccountsController {
  constructor(private manage: ManageBankAccounts) {}

  async index() {
    return { data: (await listBankAccounts()).map(showBankAccount), next_cursor: null }
  }

  async store(ctx: HttpContext) {
    const { holder, iban, bic, bank_name, currency } = await ctx.request.validateUsing(openBankAccountForm)
    const wish = { holder, iban, bic: bic ?? null, bankName: bank_name ?? null, currency }
    const opened = await this.manage.open(wish)
    if (!opened.ok) return refuse(ctx, opened.error)
    ctx.response.status(201)
    return showBankAccount(opened.value)
  }

  async update(ctx: HttpContext) {
    const { holder, bic, bank_name } = await ctx.request.validateUsing(changeBankAccountForm)
    const id = readId('bankAccount', ctx.params.id)
    const wish = { holder, bic: bic ?? null, bankName: bank_name ?? null }
    const changed = id ? await this.manage.change(id, wish) : null
    return changed?.ok ? showBankAccount(changed.value) : sendNotFound(ctx)
  }

  async destroy(ctx: HttpContext) {
    const id = readId('bankAccount', ctx.params.id)
    const closed = id ? await this.manage.close(id) : null
    return closed?.ok ? showBankAccount(closed.value) : sendNotFound(ctx)
  }
}

function refuse(ctx: HttpContext, { type }: BankAccountProblem): void {
  const message = ctx.i18n.t(`banking.account.${type}`)
  const send = (field: string) =>
    sendProblem(ctx, { status: 422, code: type, detail: message, errors: [{ field, message }] })
  switch (type) {
    case 'iban_malformed':
    case 'iban_taken':
      return send('iban')
    case 'currency_taken':
      return send('currency')
    default:
      return unreachable(type)
  }
}

function sendNotFound(ctx: HttpContext): void {
  sendProblem(ctx, {
    status: 404,
    code: 'bank_account_not_found',
    detail: ctx.i18n.t('banking.account.not_found'),
  })
}
