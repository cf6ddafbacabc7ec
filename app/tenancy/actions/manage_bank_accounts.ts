import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { type EventKind, fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { newId } from '#app/shared/ids'
import { err, ok, type Result } from '#app/shared/result'
import { Clock } from '#app/shared/time/clock'
import {
  type BankAccount,
  type BankAccountProblem,
  type BankAccountWish,
  decideBankAccount,
} from '#app/tenancy/domain/bank_account'
import { bankAccountChanged, bankAccountClosed, bankAccountOpened } from '#app/tenancy/events'
import { insertBankAccount, lockBankAccounts, updateBankAccount } from '#app/tenancy/records/bank_accounts'

export type BankAccountMissing = { type: 'bank_account_not_found' }

/**
 * The accounts to which customers transfer money: one in use for each currency. IBAN and currency of one never change, because what came in on it
 * stays known by them; another account takes its place when it is closed. An account that was closed is opened again by naming it again.
 */
@inject()
export class ManageBankAccounts {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  open(wish: BankAccountWish): Promise<Result<BankAccount, BankAccountProblem>> {
    return inTransaction(async () => {
      const accounts = await lockBankAccounts()
      const spelled = decideBankAccount(wish, accounts.filter((account) => !isSame(account, wish)))
      if ('type' in spelled) return err(spelled)
      const earlier = accounts.find((account) => isSame(account, spelled))
      if (earlier && !earlier.closedAt) return err({ type: 'currency_taken' })
      const account: BankAccount = {
        ...spelled,
        id: earlier?.id ?? newId(),
        openedAt: earlier?.openedAt ?? this.clock.now(),
        closedAt: null,
      }
      await (earlier ? updateBankAccount(account.id, account) : insertBankAccount(account))
      const { id: bankAccountId, iban, currency } = account
      await this.record(bankAccountOpened, account, { bankAccountId, iban, currency })
      return ok(account)
    })
  } // prettier-ignore

  /** Corrects holder, BIC and the bank's name. */
  change(
    id: string,
    wish: Pick<BankAccountWish, 'holder' | 'bic' | 'bankName'>
  ): Promise<Result<BankAccount, BankAccountMissing>> {
    return inTransaction(async () => {
      const account = await this.find(id)
      if (!account) return err({ type: 'bank_account_not_found' })
      const changed = (['holder', 'bic', 'bankName'] as const).filter((name) => wish[name] !== account[name])
      const after = { ...account, ...wish }
      if (changed.length === 0) return ok(account)
      await updateBankAccount(id, after)
      await this.record(bankAccountChanged, account, { bankAccountId: id, changed })
      return ok(after)
    })
  }

  close(id: string): Promise<Result<BankAccount, BankAccountMissing>> {
    return inTransaction(async () => {
      const account = await this.find(id)
      if (!account || account.closedAt) return err({ type: 'bank_account_not_found' })
      const after = { ...account, closedAt: this.clock.now() }
      await updateBankAccount(id, after)
      const { iban, currency } = account
      await this.record(bankAccountClosed, account, { bankAccountId: id, iban, currency })
      return ok(after)
    })
  }

  private async find(id: string): Promise<BankAccount | null> {
    return (await lockBankAccounts()).find((account) => account.id === id) ?? null
  }

  private async record<Data extends object>(
    event: EventKind<Data>,
    { id }: BankAccount,
    data: Data
  ): Promise<void> {
    await this.events.record([fact(event, { kind: 'bank_account', id }, { data })])
  }
}

function isSame(account: BankAccount, { iban, currency }: Pick<BankAccountWish, 'iban' | 'currency'>) {
  return account.currency === currency && account.iban === iban.toUpperCase().replaceAll(/\s/g, '')
}
