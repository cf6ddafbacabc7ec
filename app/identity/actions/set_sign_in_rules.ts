import { inject } from '@adonisjs/core'
import { currentTenant } from '#app/shared/database/context'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { Clock } from '#app/shared/time/clock'
import {
  type CustomerSecondFactor,
  nextFactorRule,
  type SignInRules,
} from '#app/identity/domain/sign_in_rules'
import { signInRulesChanged } from '#app/identity/events'
import * as signInRules from '#app/identity/records/sign_in_rules'

/** What is left out stays as it is. */
export interface SignInWish extends Pick<SignInRules, 'staffSecondFactor' | 'signInLinks'> {
  confirmSignUps?: boolean
  customerSecondFactor?: CustomerSecondFactor
  /** So long customers' people may go on without one. */
  graceDays?: number
}

/** Says how people may sign in. Sessions of staff by password alone end when a second factor becomes a must. */
@inject()
export class SetSignInRules {
  constructor(
    private events: EventLog,
    private clock: Clock
  ) {}

  async execute({
    customerSecondFactor: who,
    graceDays,
    confirmSignUps,
    ...wish
  }: SignInWish): Promise<SignInRules> {
    return inTransaction(async () => {
      const before = await signInRules.lock()
      const kept = before.customerSecondFactor
      const customerSecondFactor = nextFactorRule(kept, { who, graceDays }, this.clock.wall())
      const rules = {
        ...wish,
        confirmSignUps: confirmSignUps ?? before.confirmSignUps,
        customerSecondFactor,
      }
      await signInRules.save(rules)
      const subject = { kind: 'tenant', id: currentTenant().id }
      await this.events.record([
        fact(signInRulesChanged, subject, { data: { before: flat(before), after: flat(rules) } }),
      ])
      return rules
    })
  }
}

function flat({ customerSecondFactor: { who, from }, ...rules }: SignInRules) {
  return {
    ...rules,
    customerSecondFactor: who,
    customerSecondFactorFrom: from?.toISOString() ?? null,
  }
}
