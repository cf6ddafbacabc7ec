import { inject } from '@adonisjs/core'
import { inTransaction } from '#app/shared/database/unit'
import { EventLog } from '#app/shared/events/event_log'
import { fact } from '#app/shared/events/event'
import { newId } from '#app/shared/ids'
import { addDuration } from '#app/shared/time/calendar'
import { Clock } from '#app/shared/time/clock'
import { asPerson } from '#app/identity/actions/as_person'
import { hashBrowserMark } from '#app/identity/domain/browser_mark'
import { type SignInFactor, trustDays } from '#app/identity/domain/sign_in_step'
import { newBrowserSeen } from '#app/identity/events'
import * as knownBrowsers from '#app/identity/records/known_browsers'
import * as signIns from '#app/identity/records/sign_ins'
import * as users from '#app/identity/records/users'

export interface FinishedSignIn {
  user: { id: string; email: string }
  factor: SignInFactor
  browserMark: string
  /** The person asks not to be asked for a second factor in this browser for a while. */
  isToBeTrusted: boolean
  ip: string
  userAgent: string | null
}

/**
 * Writes down that somebody is in, and from which browser. A browser that the person never used before is a fact of its own, except
 * the first of all: nobody needs to hear of their own first sign-in.
 */
@inject()
export class FinishSignIn {
  constructor(
    private clock: Clock,
    private events: EventLog
  ) {}

  async execute(signIn: FinishedSignIn): Promise<void> {
    const { user, factor, ip } = signIn
    const at = this.clock.now()
    const userAgent = signIn.userAgent?.slice(0, 500) ?? null
    const markHash = hashBrowserMark(signIn.browserMark)
    await inTransaction(async () => {
      const isKnown = (await knownBrowsers.find(user.id, markHash)) !== undefined
      const isFirst = !isKnown && !(await knownBrowsers.hasAny(user.id))
      await signIns.insert({
        id: newId(),
        user_id: user.id,
        email: user.email,
        ip,
        user_agent: userAgent,
        outcome: 'success',
        factor,
        at,
      })
      await users.update(user.id, { last_sign_in_at: at })
      await knownBrowsers.see({
        id: newId(),
        user_id: user.id,
        mark_hash: markHash,
        ip,
        user_agent: userAgent,
        first_seen_at: at,
        last_seen_at: at,
        trusted_until: signIn.isToBeTrusted ? addDuration(at, { days: trustDays }) : null,
      })
      if (isKnown || isFirst) return
      const data = { userId: user.id, ip, userAgent, at: at.toISOString() }
      await asPerson(user.id, () =>
        this.events.record([fact(newBrowserSeen, { kind: 'user', id: user.id }, { data })])
      )
    })
  }
}
