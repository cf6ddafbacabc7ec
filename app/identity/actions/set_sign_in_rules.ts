import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import type { SignInRules } from '#app/identity/domain/sign_in_rules'
import { signInRulesChanged } from '#app/identity/events'
import * as signInRules from '#app/identity/records/sign_in_rules'

/** Says how people may sign in. Sessions of staff by password alone end when a second factor becomes a must. */
@inject()
export class SetSignInRules {
  constructor(private events: EventLog) {}

  async execute(rules: SignInRules): Promise<void> {
    await inTransaction(async () => {
      const before = await signInRules.lock()
      await signInRules.save(rules)
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([fact(signInRulesChanged, subject, { data: { before, after: rules } })])
    })
  }
}
