import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { currentTenant } from '#app/shared/database/context'
import { fact } from '#app/shared/events/event'
import { EventLog } from '#app/shared/events/event_log'
import { bankSettingsChanged } from '#app/banking/events'
import { type BankSettings, readBankSettings, saveBankSettings } from '#app/banking/records/bank_settings'

/** Says whether matches that leave no doubt are booked without a person. */
@inject()
export class ChangeBankSettings {
  constructor(private events: EventLog) {}

  execute(settings: BankSettings): Promise<BankSettings> {
    return inTransaction(async () => {
      const before = await readBankSettings()
      await saveBankSettings(settings)
      if (before.booksCertain === settings.booksCertain) return settings
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(bankSettingsChanged, subject, { data: settings })])
      return settings
    })
  }
}
